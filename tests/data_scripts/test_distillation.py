"""What the distillation shows, asks for, keeps and resumes."""

from __future__ import annotations

import itertools
import time
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch._subclasses.fake_tensor import FakeTensorMode

from data_scripts.eyes.distil import (
    Distillation,
    go_on_from,
    rate_at,
    run,
)
from data_scripts.eyes.distiller import Distiller, jitter
from data_scripts.eyes.targets import crop_boxes, see
from data_scripts.eyes.teachers import MobileNetEdgeTPU, SameConv, load_teacher
from storyteller_lib.checkpoints import save_weights
from storyteller_lib.config import StorytellerError
from storyteller_lib.image_encoder import (
    BottleneckEncoder,
    BottleneckSettings,
    ImageEncoder,
    ImageEncoderSettings,
)

TINY = BottleneckSettings(
    stem=4, depths=(1, 1, 1, 1, 1, 1), expansion=1, channels=8, pooling=8
)


def photographs(count: int) -> np.ndarray:
    rng = np.random.default_rng(0)
    return rng.integers(0, 256, (count, 160, 160, 3), dtype=np.uint8)


def test_seen_whole_a_photograph_is_unchanged() -> None:
    some = photographs(2)
    wanted = torch.from_numpy(some).permute(0, 3, 1, 2) / 255
    near = {"rtol": 0, "atol": 1e-4}
    seen = see(some, crop_boxes(2, 0))
    torch.testing.assert_close(seen, wanted, **near)
    mirrored = see(some, crop_boxes(2, 0), np.array([True, False]))
    torch.testing.assert_close(mirrored[0], wanted[0].flip(-1), **near)
    torch.testing.assert_close(mirrored[1], wanted[1], **near)


def test_a_crop_is_pillows_crop() -> None:
    ramp = np.add.outer(np.arange(160), 0.5 * np.arange(160))
    picture = np.repeat(ramp[:, :, None], 3, 2).astype(np.uint8)
    box = np.float32([[0.25, 0.5, 0.5, 0.25]])
    seen = see(picture[None], box)[0, 0] * 255
    cropped = Image.fromarray(picture[:, :, 0]).resize(
        (160, 160), Image.Resampling.BILINEAR, box=(40, 80, 120, 120)
    )
    inside = (slice(4, -4), slice(4, -4))
    difference = seen.numpy() - np.asarray(cropped, np.float32)
    assert np.abs(difference[inside]).max() < 2


def test_crops_stay_inside_and_repeat() -> None:
    boxes = crop_boxes(500, 3)
    np.testing.assert_array_equal(boxes, crop_boxes(500, 3))
    assert (boxes[:, :2] >= 0).all()
    assert (boxes[:, :2] + boxes[:, 2:] <= 1 + 1e-6).all()
    assert 0.25 < (boxes[:, 2] * boxes[:, 3]).min() < 0.4


def test_jitter_is_what_it_says() -> None:
    pictures = torch.rand(5, 3, 9, 9, generator=torch.Generator())
    changed = jitter(pictures, torch.Generator().manual_seed(1))
    chance = torch.Generator().manual_seed(1)
    light = 1 + 0.6 * (torch.rand(3, 5, 1, 1, generator=chance) - 0.5)
    brightness, contrast, saturation = light.unsqueeze(-1)
    tint = 0.9 + 0.2 * torch.rand(5, 3, 1, generator=chance).unsqueeze(-1)
    grey = pictures.mean(1, keepdim=True)
    wanted = grey + saturation * (pictures - grey)
    middle = wanted.mean((1, 2, 3), keepdim=True)
    wanted = (middle + contrast * (wanted - middle)) * brightness * tint
    torch.testing.assert_close(changed, wanted.clamp(0, 1))


def test_padding_is_tensorflows() -> None:
    """SAME at stride 2 on an even size pads one row, at the far side."""
    layer = SameConv(1, 1, 3, 2, bias=False)
    torch.nn.init.ones_(layer.weight)
    out = layer(torch.ones(1, 1, 4, 4))
    assert out.tolist() == [[[[9, 6], [6, 4]]]]


def test_the_teacher_gives_a_grid_of_seven_by_seven() -> None:
    teacher = MobileNetEdgeTPU(classes=2).eval()
    with torch.inference_mode():
        assert teacher(torch.rand(1, 3, 160, 160)).shape == (1, 1280, 7, 7)


def test_a_missing_teacher_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorytellerError, match=r"not at .*edgetpu"):
        load_teacher(tmp_path)


def test_the_teacher_shows_its_maps_in_their_own_size() -> None:
    teacher = MobileNetEdgeTPU(classes=2).eval()
    with torch.inference_mode():
        maps = teacher.maps(torch.rand(1, 3, 160, 160))
    wanted = [(32, 40), (48, 20), (96, 10), (96, 10), (160, 5), (1280, 5)]
    assert [(x.shape[1], x.shape[2]) for x in maps] == wanted


def test_each_phase_warms_up_and_cools_down() -> None:
    phases = [rate_at(step / 100) for step in range(101)]
    names = [name for name, _ in phases]
    assert names == ["apart"] * 25 + ["together"] * 76
    for name in ("apart", "together"):
        rates = [rate for phase, rate in phases if phase == name]
        assert rates[0] < max(rates) / 10 and rates[-1] < max(rates) / 10
    assert rate_at(0.0, apart=0)[0] == "together"


def distiller() -> Distiller:
    torch.manual_seed(0)
    teacher = MobileNetEdgeTPU(classes=3).eval()
    return Distiller(BottleneckEncoder(TINY), teacher)


@pytest.mark.slow
def test_a_stage_apart_does_not_wait_for_those_before_it() -> None:
    """Its loss stays when another stage forgets all; together it does not."""
    made, pictures = distiller().eval(), torch.rand(2, 3, 160, 160)

    def third(apart: bool) -> float:
        with torch.no_grad():
            return made(pictures, pictures, apart=apart)["stage 3"].item()

    before = third(True), third(False)
    torch.nn.init.zeros_(made.student.stages[0][0].layers[-1].weight)
    assert third(True) == before[0]
    assert third(False) != before[1]


@pytest.mark.slow
def test_whoever_says_the_mean_explains_nothing() -> None:
    """Losses are shares of the teacher's variance: 1 for the mean map."""
    made, pictures = distiller().eval(), torch.rand(4, 3, 160, 160)
    made.fit_scales(pictures)
    with torch.no_grad():
        maps = made._taught(pictures)
        mean = [x.mean((0, 2, 3), keepdim=True).expand_as(x) for x in maps]
        ignorant = made._map_losses(mean, maps)
    for loss in ignorant.values():
        assert loss.item() == pytest.approx(1, rel=0.02)


def test_outcomes_are_what_they_say() -> None:
    made = distiller()
    (teacher,) = made.teacher
    grid, said = 3 * torch.randn(4, 1280, 5, 5), torch.randn(4, 8)
    target = grid.mean((2, 3))
    with torch.no_grad():
        made.mean.copy_(target.mean(0))
        made.spreads[6] = (target - made.mean).square().mean()
        torch.nn.init.zeros_(made.to_pooled.weight)
        torch.nn.init.zeros_(made.to_pooled.bias)  # it says the mean
        found = made._outcomes(said, grid)
        logits = teacher.classifier[1](torch.stack([target * 0, target]))
        logits[0] = teacher.classifier[1](made.mean)
        guess, wanted = (logits / 2).softmax(-1).double()
    assert found["pooled"].item() == pytest.approx(1, rel=0.01)
    kl = (wanted * (wanted / guess).log()).sum(1).mean()
    divergence = 4 * kl.item()
    assert divergence > 1e-4
    assert found["classes"].item() == pytest.approx(divergence, rel=0.05)
    unlike = (_cosines(said) - _cosines(target)).square().mean().item()
    assert found["similarity"].item() == pytest.approx(unlike, rel=0.01)


def _cosines(vectors: torch.Tensor) -> torch.Tensor:
    """Between all pairs, after the mean is taken away."""
    rows = [v - vectors.mean(0) for v in vectors]
    return torch.tensor(
        [[torch.cosine_similarity(a, b, 0).item() for b in rows] for a in rows]
    )


def test_the_grid_is_compared_place_by_place() -> None:
    """A student that mixes rows up with columns is found out."""
    made, pictures = distiller().eval(), torch.rand(1, 3, 160, 160)
    made.fit_scales(torch.rand(4, 3, 160, 160))
    with torch.no_grad():
        maps = made._taught(pictures)
        fine, coarse = torch.zeros_like(maps[3]), torch.zeros_like(maps[-1])
        fine[0, :, 2, 7], coarse[0, :, 1, 3] = 1.0, 0.25
        targets = [*maps[:3], fine, maps[4], coarse]
        for head in (made.to_fine, made.to_coarse):
            torch.nn.init.zeros_(head.weight)
            torch.nn.init.zeros_(head.bias)
            head.weight[:, 0] = 1.0
        grid = torch.zeros(1, 100, 8)
        grid[0, 27, 0] = 1.0  # row 2, column 7
        right = made._grid_loss(grid, targets).item()
        turned = made._grid_loss(grid.roll(45, 1), targets).item()  # 7, 2
    assert right == 0.0
    assert turned > 0.0


def distillation(folder: Path) -> Distillation:
    return Distillation(distiller(), photographs(4), folder, seed=0)


@pytest.mark.slow
def test_a_resumed_run_goes_on_as_if_never_stopped(tmp_path: Path) -> None:
    run = distillation(tmp_path)
    for progress in (0.1, 0.5):  # apart, and together
        run.train_step(progress)
    run.save()
    wanted = run.train_step(0.5)
    resumed = distillation(tmp_path)
    assert resumed.step == 2
    found = resumed.train_step(0.5)
    assert found == pytest.approx(wanted, rel=1e-2)


def test_a_start_is_of_the_same_shape(tmp_path: Path) -> None:
    path = tmp_path / "earlier.safetensors"
    torch.manual_seed(1)
    earlier = BottleneckEncoder(TINY)
    save_weights(path, earlier, settings=TINY.to_dict(), dtype="float32")
    student = BottleneckEncoder(TINY)
    go_on_from(student, path)
    wanted = earlier.stem[1].weight
    torch.testing.assert_close(student.stem[1].weight, wanted)
    other = BottleneckEncoder(replace(TINY, pooling=9))
    with pytest.raises(StorytellerError, match="of another shape"):
        go_on_from(other, path)
    residual = ImageEncoderSettings(4, (4,), (1,), 8, 8)
    save_weights(path, ImageEncoder(residual), settings=residual.to_dict())
    with pytest.raises(StorytellerError, match="of another shape"):
        go_on_from(student, path)


def test_on_a_gpu_nothing_is_left_on_the_cpu() -> None:
    """PyTorch's fake tensors refuse what a GPU would refuse, without one."""
    gpu = torch.device("cuda")
    with FakeTensorMode(allow_non_fake_inputs=True):
        with gpu:
            teacher = MobileNetEdgeTPU().requires_grad_(False)
            made = Distiller(BottleneckEncoder(TINY), teacher)
        pictures = see(photographs(2), crop_boxes(2, 1), None, 96, gpu)
        lit = jitter(pictures, torch.Generator())
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "CUDA is not available")
            made.fit_scales(pictures)
            losses = {}
            for apart in (True, False):
                losses |= made(pictures, lit, apart)
    assert {part.device.type for part in losses.values()} == {"cuda"}


def test_a_distillation_pauses_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count()  # by which a step takes a second
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    made = distillation(tmp_path)
    made.elapsed = 30.0
    assert not run(made, 1, None, at_most=1e-9)
    assert (made.step, made.elapsed) == (1, 31.0)
    again = distillation(tmp_path)
    assert (again.step, again.elapsed) == (1, 31.0)
    again.elapsed = 60.0
    assert run(again, 1, None) and again.step == 1
