"""How neural-storyteller saw pictures: VGG-19 up to its seventh layer fc7.

The picture's shorter side is brought to 256 pixels, a square of 224 is cut
from the middle, colours run from blue to red, the mean colour is taken away;
what comes out of the second fully connected layer (Simonyan and Zisserman,
2015), after its rectifier, is brought to length one. The embedding of 2015
fits the weights of that paper alone, not those of other trainings.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.config import Settings, StorytellerError
from storyteller_lib.image_encoder import Annotations
from storyteller_lib.pictures import PictureLike, load_picture

CROP, SHORT_SIDE = 224, 256
MEAN = (103.939, 116.779, 123.68)
"""Of ImageNet's colours from 0 to 255: blue, green, red."""

CONVOLUTIONS = (2, 2, 4, 4, 4)
"""How many come before each of the five poolings."""


@dataclass(frozen=True)
class Fc7Settings(Settings):
    """The sizes of VGG-19, and whether it is there at all.

    Attributes:
        widths: channels of the five stages.
        fc7: size of the vectors.
        blind: whether there are no weights: it then cannot see.

    Chapter: book/02_pictures_captions_books
    """

    widths: tuple[int, ...] = (64, 128, 256, 512, 512)
    fc7: int = 4096
    blind: bool = False

    @property
    def channels(self) -> int:
        """Size of the pooled vector."""
        return self.fc7


class Fc7Encoder(nn.Module):
    """VGG-19 without its last layer.

    Chapter: book/02_pictures_captions_books
    """

    def __init__(self, settings: Fc7Settings) -> None:
        super().__init__()
        self.settings = settings
        if settings.blind:
            return
        layers: list[nn.Module] = []
        before = 3
        for width, count in zip(settings.widths, CONVOLUTIONS, strict=True):
            for _ in range(count):
                layers += [nn.Conv2d(before, width, 3, padding=1), nn.ReLU()]
                before = width
            layers.append(nn.MaxPool2d(2))
        self.features = nn.Sequential(*layers)
        places = (CROP // 32) ** 2
        self.fc6 = nn.Linear(before * places, settings.fc7)
        self.fc7 = nn.Linear(settings.fc7, settings.fc7)

    def prepare(self, picture: PictureLike) -> Float[Tensor, "3 224 224"]:
        """The middle of a picture, red to blue, with values in [0, 1]."""
        image = load_picture(picture)
        whole = torch.from_numpy(np.array(image)).permute(2, 0, 1)
        scale = SHORT_SIDE / min(image.size)
        size = [
            max(SHORT_SIDE, int(side * scale))
            for side in (image.height, image.width)
        ]
        whole = F.interpolate(whole[None].float(), size, mode="bilinear")[0]
        top, left = (side // 2 - CROP // 2 for side in size)
        return whole[:, top : top + CROP, left : left + CROP] / 255

    def forward(self, pictures: Float[Tensor, "batch 3 h w"]) -> Annotations:
        """The places of the last stage, and fc7 with length one.

        Pictures of another size are squashed to a square first.

        Raises:
            StorytellerError: if there are no weights.
        """
        if self.settings.blind:
            raise StorytellerError(
                "these models cannot look at pictures: the folder they were "
                "imported from had no vgg19.pkl; import them again with it, "
                "or tell from words with storyteller retell"
            )
        if pictures.shape[-2:] != (CROP, CROP):
            pictures = F.interpolate(
                pictures, (CROP, CROP), mode="bilinear", antialias=True
            )
        mean = torch.tensor(MEAN, device=pictures.device).view(3, 1, 1)
        grid = self.features(pictures.flip(1) * 255 - mean)
        hidden = self.fc6(grid.flatten(1)).relu()  # (batch, fc7)
        vectors = F.normalize(self.fc7(hidden).relu(), dim=1)
        return Annotations(grid.flatten(2).transpose(1, 2), vectors)


def fc7_from_parameters(parameters: list[Tensor]) -> Fc7Encoder:
    """VGG-19 from its parameters in the order of its layers.

    Args:
        parameters: weight and bias of each convolution and of each fully
            connected layer, whose matrices multiply from the right; a last
            layer, for classes, is not needed.

    Raises:
        StorytellerError: if they are not those of VGG-19.

    Chapter: book/02_pictures_captions_books
    """
    convolutions = 2 * sum(CONVOLUTIONS)
    if len(parameters) < convolutions + 4:
        raise StorytellerError(
            f"VGG-19 has {convolutions + 4} weights and biases up to fc7, "
            f"got {len(parameters)}"
        )
    ends = [sum(CONVOLUTIONS[: i + 1]) for i in range(len(CONVOLUTIONS))]
    widths = tuple(len(parameters[2 * end - 1]) for end in ends)
    last = convolutions + 3
    encoder = Fc7Encoder(Fc7Settings(widths, len(parameters[last])))
    try:
        for own, given in zip(encoder.parameters(), parameters, strict=False):
            value = given.T if given.dim() == 2 else given
            own.data = value.reshape(own.shape).contiguous()
    except RuntimeError as error:
        raise StorytellerError(
            f"these are not the weights of VGG-19: {error}"
        ) from None
    return encoder.eval().requires_grad_(False)
