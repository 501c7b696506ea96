"""The image encoder: a picture becomes annotation vectors.

A small residual network, ours from the first weight to the last, that learns
the storybook world in a minute.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.config import Settings, StorytellerError


class Annotations(NamedTuple):
    """What an encoder says of pictures: where is what, and all in all.

    ``grid`` holds one annotation vector a place, row by row from the
    upper left; ``pooled`` one vector a picture.

    Chapter: book/02_pictures_captions_books
    """

    grid: Float[Tensor, "batch places channels"]
    pooled: Float[Tensor, "batch features"]


@dataclass(frozen=True)
class ImageEncoderSettings(Settings):
    """The sizes of an image encoder.

    stem: channels after the first convolution (stride 2);
    widths, depths: channels and residual blocks of each stage, and every
    stage halves the sides; channels: of an annotation vector, and of the
    pooled vector; pooling: channels that are averaged over the places.

    Chapter: book/02_pictures_captions_books
    """

    stem: int = 24
    widths: tuple[int, ...] = (32, 64, 128)
    depths: tuple[int, ...] = (1, 2, 4)
    channels: int = 256
    pooling: int = 512

    def __post_init__(self) -> None:
        """Check the sizes; lists, as JSON gives them, become tuples."""
        object.__setattr__(self, "widths", tuple(self.widths))
        object.__setattr__(self, "depths", tuple(self.depths))
        self.check_positive("stem", "channels", "pooling")
        if not self.widths or len(self.widths) != len(self.depths):
            raise StorytellerError(
                "ImageEncoderSettings needs as many depths as widths, got "
                f"{self.depths!r} for {self.widths!r}"
            )
        if min(self.widths + self.depths) < 1:
            raise StorytellerError(
                "ImageEncoderSettings needs widths and depths of 1 or "
                f"more, got {self.widths!r} and {self.depths!r}"
            )

    @classmethod
    def storybook(cls) -> ImageEncoderSettings:
        """The encoder trained from scratch on the storybook world."""
        return cls(8, (16, 24, 48), (1, 1, 2), channels=64, pooling=128)


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions and a way around them.

    Follows He et al. (2016), "Deep residual learning", figure 2; the
    second batch norm starts at zero, so that a block starts as its
    shortcut.

    Chapter: book/02_pictures_captions_books
    """

    def __init__(self, before: int, after: int, stride: int = 1) -> None:
        super().__init__()
        self.first = nn.Sequential(*convolution(before, after, 3, stride))
        layer, norm = convolution(after, after, 3)
        nn.init.zeros_(norm.weight)
        self.second = nn.Sequential(layer, norm)
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or before != after:
            self.shortcut = nn.Sequential(
                nn.AvgPool2d(stride, ceil_mode=True),
                *convolution(before, after, 1, 1),
            )

    def forward(
        self, x: Float[Tensor, "batch before h w"]
    ) -> Float[Tensor, "batch after rows columns"]:
        """The input's shortcut plus what the convolutions add."""
        changes = self.second(F.relu(self.first(x)))
        return F.relu(self.shortcut(x) + changes)


class ImageEncoder(nn.Module):
    """Pictures in [0, 1] to annotation vectors and a pooled vector.

    A picture of 160 x 160 pixels gives a grid of 10 x 10 places. The
    annotation vectors are what Xu et al. (2015), "Show, attend and tell"
    (section 3.1.1) call a_1 ... a_L.

    Chapter: book/02_pictures_captions_books
    """

    def __init__(self, settings: ImageEncoderSettings) -> None:
        super().__init__()
        self.settings = settings
        layers = [*convolution(3, settings.stem, 3, 2), nn.ReLU()]
        before = settings.stem
        for width, depth in zip(settings.widths, settings.depths, strict=True):
            for block in range(depth):
                stride = 1 if block else 2
                layers.append(ResidualBlock(before, width, stride))
                before = width
        layers += [*convolution(before, settings.channels, 1), nn.ReLU()]
        self.features = nn.Sequential(*layers)
        self.widen = nn.Sequential(
            *convolution(settings.channels, settings.pooling, 1),
            nn.ReLU(),
        )
        self.pool = nn.Linear(settings.pooling, settings.channels)

    def forward(self, pictures: Float[Tensor, "batch 3 h w"]) -> Annotations:
        """Annotation vectors of pictures with values in [0, 1]."""
        grid = self.features(pictures * 4 - 2)
        averaged = self.widen(grid).mean((2, 3))  # (batch, pooling)
        places = grid.flatten(2).transpose(1, 2)  # (batch, places, channels)
        return Annotations(places, self.pool(averaged))

    def annotate(
        self, pictures: Float[Tensor, "batch 3 h w"], layers: int
    ) -> Float[Tensor, "batch places channels"]:
        """Annotation vectors after so many of the ``features``.

        Earlier layers see less of what lies around a place, so that their
        vectors tell better where something is, and worse what it is.
        """
        grid = self.features[:layers](pictures * 4 - 2)
        return grid.flatten(2).transpose(1, 2)  # (batch, places, channels)


def convolution(
    before: int, after: int, kernel: int, stride: int = 1, groups: int = 1
) -> tuple[nn.Conv2d, nn.BatchNorm2d]:
    """A convolution that keeps the size at stride 1, and a batch norm.

    Chapter: book/02_pictures_captions_books
    """
    layer = nn.Conv2d(
        before, after, kernel, stride, kernel // 2, groups=groups, bias=False
    )
    return layer, nn.BatchNorm2d(after)
