"""What a student is asked to take over from its teacher, and in what light.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F

from data_scripts.teachers import MobileNetEdgeTPU
from storyteller_lib.checkpoints import load_weights, read_settings
from storyteller_lib.config import StorytellerError
from storyteller_lib.image_encoder import ImageEncoder, ImageEncoderSettings
from storyteller_lib.image_encoder.cnn import ResidualBlock

TEMPERATURE = 2.0


class Distiller(nn.Module):
    """A student, and the linear heads that compare it with its teacher.

    Four losses: the teacher's pooled vector and its grid, each as the
    share of variance left unexplained; the teacher's class probabilities
    (Hinton et al., 2015); the similarities between a batch's pictures
    (Tung & Mori, 2019).

    Chapter: book/02_pictures_captions_books
    """

    mean: Tensor
    spread: Tensor
    grid_spread: Tensor

    def __init__(
        self, student: ImageEncoder, teacher: MobileNetEdgeTPU, axes: int
    ) -> None:
        super().__init__()
        channels = student.settings.channels
        self.student = student
        self.to_pooled = nn.Linear(channels, teacher.channels)
        self.to_grid = nn.Linear(channels, axes)
        self.classes = (teacher.classifier[1],)  # a tuple: not to train
        self.register_buffer("mean", torch.zeros(teacher.channels))
        self.register_buffer("spread", torch.ones(()))
        self.register_buffer("grid_spread", torch.ones(()))

    def fit_scales(self, pooled: np.ndarray, grid: np.ndarray) -> None:
        """Take the targets' mean and variances from a few of them."""
        some = torch.from_numpy(pooled[::7].astype(np.float32))
        self.mean.copy_(some.mean(0))
        self.spread.copy_((some - self.mean).square().mean())
        places = torch.from_numpy(grid[::29].astype(np.float32))
        self.grid_spread.copy_(places.square().mean())

    def forward(
        self,
        pictures: Float[Tensor, "batch 3 h w"],
        pooled: Float[Tensor, "batch 1280"],
        grid: Float[Tensor, "batch axes rows columns"],
    ) -> dict[str, Tensor]:
        """The four losses of a batch, not yet weighted."""
        pictures = pictures.to(memory_format=torch.channels_last)
        with torch.autocast(pictures.device.type, torch.bfloat16):
            seen = self.student(pictures)
            guess = self.to_pooled(seen.pooled).float()
            places = self.to_grid(seen.grid).float()
        side = math.isqrt(places.shape[1])
        grid = F.interpolate(grid, (side, side), mode="bilinear")
        wanted = grid.flatten(2).transpose(1, 2)  # (batch, places, axes)
        target = pooled - self.mean
        return {
            "pooled": (guess - target).square().mean() / self.spread,
            "grid": (places - wanted).square().mean() / self.grid_spread,
            "classes": self._class_loss(guess + self.mean, pooled),
            "similarity": (_alike(seen.pooled.float()) - _alike(target))
            .square()
            .mean(),
        }

    def _class_loss(self, guess: Tensor, pooled: Tensor) -> Tensor:
        (classify,) = self.classes
        logits, wanted = classify(guess), classify(pooled)
        return F.kl_div(
            F.log_softmax(logits / TEMPERATURE, -1),
            F.softmax(wanted / TEMPERATURE, -1),
            reduction="batchmean",
        ) * (TEMPERATURE**2)


def _alike(vectors: Tensor) -> Tensor:
    """Cosines between the vectors of a batch, after centring."""
    unit = F.normalize(vectors - vectors.mean(0), dim=-1)
    return unit @ unit.T


def start_from(student: ImageEncoder, path: Path) -> None:
    """Give a student the weights of an earlier one, deeper as it may be.

    Raises:
        StorytellerError: if the earlier one's sizes are not the student's.

    Chapter: book/02_pictures_captions_books
    """
    earlier = ImageEncoder(ImageEncoderSettings.from_dict(read_settings(path)))
    load_weights(path, earlier)
    old, new = _parts(earlier), _parts(student)
    try:
        for stage, blocks in zip(old[0], new[0], strict=True):
            for before, after in zip(stage, blocks, strict=False):
                after.load_state_dict(before.state_dict())
        for before, after in zip(old[1], new[1], strict=True):
            after.load_state_dict(before.state_dict())
    except (RuntimeError, ValueError):
        raise StorytellerError(
            f"{path} is of a student with other widths: begin without it"
        ) from None


def _parts(
    encoder: ImageEncoder,
) -> tuple[list[list[nn.Module]], list[nn.Module]]:
    """The residual blocks by stage, and the layers around them."""
    layers = list(encoder.features)
    blocks = [x for x in layers if isinstance(x, ResidualBlock)]
    around = [x for x in layers if not isinstance(x, ResidualBlock)]
    stages, taken = [], 0
    for depth in encoder.settings.depths:
        stages.append(blocks[taken : taken + depth])
        taken += depth
    return stages, [*around, encoder.widen, encoder.pool]


def jitter(
    pictures: Float[Tensor, "batch 3 h w"], generator: torch.Generator
) -> Float[Tensor, "batch 3 h w"]:
    """Other light: brightness, contrast, saturation, tint of a picture.

    Chapter: book/02_pictures_captions_books
    """
    count = len(pictures)
    change = torch.rand(3, count, 1, 1, generator=generator) - 0.5
    tint = 0.9 + 0.2 * torch.rand(count, 3, 1, generator=generator)
    # drawn on the CPU: the same light on every device
    change, tint = change.to(pictures.device), tint.to(pictures.device)
    brightness, contrast, saturation = 1 + 0.6 * change
    grey = torch.full((3, 3), 1 / 3, device=pictures.device)
    own = torch.eye(3, device=pictures.device)
    colours = saturation * own + (1 - saturation) * grey
    middle = pictures.mean((1, 2, 3), keepdim=True).flatten(2)
    changed = torch.baddbmm(
        brightness * tint * (1 - contrast) * middle,
        brightness * tint * contrast * colours,
        pictures.flatten(2),
    )
    return changed.clamp_(0, 1).unflatten(2, pictures.shape[2:])
