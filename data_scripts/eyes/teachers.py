"""The pretrained nets that the course's image encoder learns from.

Teachers are read from ``$STORYTELLER_DATA/weights`` and used while
training only; their weights are never part of this project.

Chapter: book/15_a_teacher_for_the_eyes
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from jaxtyping import Float
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.config import StorytellerError


class Stage(NamedTuple):
    """One row of the table that describes the net's blocks."""

    channels: int
    kernel: int
    stride: int
    expansion: int
    repeats: int
    fused: bool


STAGES = (
    Stage(16, 1, 1, 1, 1, True),
    Stage(32, 3, 2, 8, 4, True),
    Stage(48, 3, 2, 8, 4, True),
    Stage(96, 3, 2, 8, 4, False),
    Stage(96, 3, 1, 8, 4, False),
    Stage(160, 5, 2, 8, 4, False),
    Stage(192, 3, 1, 8, 1, False),
)
REPEAT_EXPANSION = 4  # of every block of a stage but its first
MAPS = (5, 9, 13, 17, 21)
"""The layers after which a stage is complete: those that a student follows."""


class SameConv(nn.Conv2d):
    """A convolution padded as TensorFlow's SAME: more at the far side.

    Chapter: book/15_a_teacher_for_the_eyes
    """

    def forward(
        self, pictures: Float[Tensor, "batch channels h w"]
    ) -> Float[Tensor, "batch filters rows columns"]:
        """Pad to ceil(size / stride) outputs, then convolve."""
        padding: list[int] = []
        sizes = (pictures.shape[3], pictures.shape[2])
        for size, kernel, stride in zip(
            sizes, self.kernel_size[::-1], self.stride[::-1], strict=True
        ):
            wanted = (-(-size // stride) - 1) * stride + kernel
            extra = max(wanted - size, 0)
            padding += [extra // 2, extra - extra // 2]
        if any(padding):
            pictures = F.pad(pictures, padding)
        return super().forward(pictures)


def _activated(
    before: int, after: int, kernel: int = 1, stride: int = 1, groups: int = 1
) -> nn.Sequential:
    convolution = SameConv(before, after, kernel, stride, groups=groups)
    return nn.Sequential(convolution, nn.ReLU())


class EdgeBlock(nn.Module):
    """An inverted bottleneck, fused (one full convolution) or depthwise.

    Chapter: book/15_a_teacher_for_the_eyes
    """

    def __init__(self, before: int, stage: Stage) -> None:
        super().__init__()
        after, wide = stage.channels, before * stage.expansion
        shape = (stage.kernel, stage.stride)
        layers: list[nn.Module]
        if stage.expansion == 1:
            layers = [SameConv(before, after, 1)]
        elif stage.fused:
            layers = [_activated(before, wide, *shape)]
            layers += [SameConv(wide, after, 1)]
        else:
            layers = [_activated(before, wide)]
            layers += [_activated(wide, wide, *shape, groups=wide)]
            layers += [SameConv(wide, after, 1)]
        self.conv = nn.Sequential(*layers)
        self.residual = stage.expansion == REPEAT_EXPANSION

    def forward(
        self, x: Float[Tensor, "batch channels h w"]
    ) -> Float[Tensor, "batch filters rows columns"]:
        """The block's output, added to its input in repeated blocks."""
        return x + self.conv(x) if self.residual else self.conv(x)


class MobileNetEdgeTPU(nn.Module):
    """MobileNetEdgeTPU 1.0 (Google; Apache-2.0), batch norms folded in.

    ``features`` gives (batch, 1280, 7, 7) for pictures of 224 pixels;
    the parameter names follow torchvision's MobileNetV2.

    Chapter: book/15_a_teacher_for_the_eyes
    """

    channels = 1280
    size = 224

    def __init__(self, classes: int = 1000) -> None:
        super().__init__()
        layers: list[nn.Module] = [_activated(3, 32, 3, 2)]
        before = 32
        for stage in STAGES:
            for repeat in range(stage.repeats):
                if repeat:
                    stage = stage._replace(
                        stride=1, expansion=REPEAT_EXPANSION
                    )
                layers.append(EdgeBlock(before, stage))
                before = stage.channels
        layers.append(_activated(before, self.channels))
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.Dropout(0.2), nn.Linear(self.channels, classes)
        )

    def forward(
        self, pictures: Float[Tensor, "batch 3 h w"]
    ) -> Float[Tensor, "batch 1280 rows columns"]:
        """The feature grid of pictures in [0, 1]."""
        if pictures.shape[-1] != self.size:
            pictures = F.interpolate(
                pictures, (self.size, self.size), mode="bicubic"
            ).clamp(0, 1)
        return self.features(pictures * 2 - 1)

    def maps(
        self, pictures: Float[Tensor, "batch 3 h w"]
    ) -> list[Float[Tensor, "batch channels rows columns"]]:
        """The maps after ``MAPS``, and the feature grid, in their own size.

        Pictures are not brought to 224 pixels: of 160 pixels it sees nearly
        as much, and its places are then those of the student.
        """
        x, found = pictures * 2 - 1, []
        for number, layer in enumerate(self.features):
            x = layer(x)
            if number in MAPS:
                found.append(x)
        return [*found, x]


def load_teacher(folder: Path) -> MobileNetEdgeTPU:
    """The teacher from ``mobilenet_edgetpu_1.0_fp16.safetensors``.

    Raises:
        StorytellerError: when the file is missing or broken.

    Chapter: book/15_a_teacher_for_the_eyes
    """
    path = folder / "mobilenet_edgetpu_1.0_fp16.safetensors"
    if not path.is_file():
        raise StorytellerError(f"The teacher's weights are not at {path}")
    try:
        state = load_file(path)
    except SafetensorError as error:
        raise StorytellerError(f"{path} is no safetensors file") from error
    teacher = MobileNetEdgeTPU()
    teacher.load_state_dict({k: v.float() for k, v in state.items()})
    return teacher.eval().requires_grad_(False)
