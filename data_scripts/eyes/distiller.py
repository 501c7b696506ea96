"""What a student is asked to take over from its teacher, and in what light.

First each stage by itself: it is given the teacher's map and asked for the
teacher's next one, so that no stage waits for another ("hints", Romero et
al., 2015, FitNets). Then all of them together, from the pixels.

Chapter: book/15_a_teacher_for_the_eyes
"""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F

from data_scripts.eyes.teachers import MAPS, MobileNetEdgeTPU
from storyteller_lib.image_encoder import BottleneckEncoder

TEMPERATURE = 2.0
Losses = dict[str, Tensor]


class Distiller(nn.Module):
    """A student, its teacher, and the linear heads that compare them.

    The losses: each map of the teacher, the pooled vector and the grid, all
    as the share of variance left unexplained; the teacher's class
    probabilities (Hinton et al., 2015); the similarities between a batch's
    pictures (Tung & Mori, 2019).

    Chapter: book/15_a_teacher_for_the_eyes
    """

    mean: Tensor
    spreads: Tensor

    def __init__(
        self, student: BottleneckEncoder, teacher: MobileNetEdgeTPU
    ) -> None:
        super().__init__()
        channels = student.settings.channels
        fine = student.settings.widths[student.settings.fine]
        self.student = student
        self.to_pooled = nn.Linear(channels, teacher.channels)
        self.to_fine = nn.Linear(channels, fine)
        self.to_coarse = nn.Linear(channels, teacher.channels)
        self.teacher = (teacher,)  # a tuple: not to train
        self.register_buffer("mean", torch.zeros(teacher.channels))
        # of each map, of the grid, of the pooled vector
        self.register_buffer("spreads", torch.ones(len(MAPS) + 2))

    @torch.no_grad()
    def fit_scales(self, pictures: Float[Tensor, "batch 3 h w"]) -> None:
        """Take the targets' mean and variances from some pictures."""
        maps = self._taught(pictures)
        pooled = maps[-1].mean((2, 3))
        self.mean.copy_(pooled.mean(0))
        targets = [*maps, (pooled - self.mean)[..., None, None]]
        spreads = [
            (x - x.mean((0, 2, 3), keepdim=True)).square().mean()
            for x in targets
        ]
        self.spreads.copy_(torch.stack(spreads))

    def forward(
        self,
        pictures: Float[Tensor, "batch 3 h w"],
        lit: Float[Tensor, "batch 3 h w"],
        apart: bool,
    ) -> Losses:
        """The losses of a batch, not yet weighted.

        Args:
            pictures: as the teacher sees them.
            lit: the same in another light, as the student does.
            apart: each stage is given the teacher's map before it; the
                light is then the teacher's too.
        """
        maps, student = self._taught(pictures), self.student
        with torch.autocast(lit.device.type, torch.bfloat16):
            if apart:
                given = [student.stem(pictures * 4 - 2), *maps[:-1]]
                pairs = zip(student.stages, given, strict=True)
                said = [stage(x) for stage, x in pairs]
            else:
                said = student.maps(lit)
            seen = student.annotations(said)
        return {
            **self._map_losses(said, maps),
            **self._outcomes(seen.pooled, maps[-1]),
            "grid": self._grid_loss(seen.grid, maps),
        }

    @torch.no_grad()
    def _taught(self, pictures: Tensor) -> list[Tensor]:
        (teacher,) = self.teacher
        with torch.autocast(pictures.device.type, torch.bfloat16):
            return [x.float() for x in teacher.maps(pictures)]

    def _map_losses(self, said: list[Tensor], maps: list[Tensor]) -> Losses:
        pairs = zip(said, maps[:-1], self.spreads, strict=False)
        return {
            f"stage {number}": (x.float() - wanted).square().mean() / spread
            for number, (x, wanted, spread) in enumerate(pairs, 1)
        }

    def _outcomes(self, pooled: Tensor, grid: Tensor) -> Losses:
        (teacher,) = self.teacher
        target = grid.mean((2, 3))
        with torch.autocast(pooled.device.type, torch.bfloat16):
            guess = self.to_pooled(pooled).float()
        apart = guess - (target - self.mean)
        classify = teacher.classifier[1]
        return {
            "pooled": apart.square().mean() / self.spreads[-1],
            "classes": _class_loss(
                classify(guess + self.mean), classify(target)
            ),
            "similarity": (_alike(pooled.float()) - _alike(target))
            .square()
            .mean(),
        }

    def _grid_loss(self, grid: Tensor, maps: list[Tensor]) -> Tensor:
        """Can the grid's vectors tell both the fine map and the coarse?"""
        fine, coarse = maps[self.student.settings.fine], maps[-1]
        rows, columns = fine.shape[-2:]
        places = grid.transpose(1, 2).unflatten(2, (rows, columns))
        few = F.adaptive_avg_pool2d(places, coarse.shape[-2:])
        with torch.autocast(grid.device.type, torch.bfloat16):
            near = self.to_fine(places.movedim(1, 3)).float().movedim(3, 1)
            far = self.to_coarse(few.movedim(1, 3)).float().movedim(3, 1)
        fine_spread = self.spreads[self.student.settings.fine]
        return (
            (near - fine).square().mean() / fine_spread
            + (far - coarse).square().mean() / self.spreads[-2]
        ) / 2


def _class_loss(logits: Tensor, wanted: Tensor) -> Tensor:
    return F.kl_div(
        F.log_softmax(logits / TEMPERATURE, -1),
        F.softmax(wanted / TEMPERATURE, -1),
        reduction="batchmean",
    ) * (TEMPERATURE**2)


def _alike(vectors: Tensor) -> Tensor:
    """Cosines between the vectors of a batch, after centring."""
    unit = F.normalize(vectors - vectors.mean(0), dim=-1)
    return unit @ unit.T


def jitter(
    pictures: Float[Tensor, "batch 3 h w"], generator: torch.Generator
) -> Float[Tensor, "batch 3 h w"]:
    """Other light: brightness, contrast, saturation, tint of a picture.

    Chapter: book/15_a_teacher_for_the_eyes
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
