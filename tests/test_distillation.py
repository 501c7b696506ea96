"""What the distillation shows, asks for, keeps and resumes."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch._subclasses.fake_tensor import FakeTensorMode

from data_scripts.distil_image_encoder import (
    Distillation,
    run,
    size_at,
    start_from,
)
from data_scripts.distiller import Distiller, jitter
from data_scripts.teacher_targets import Targets, crop_boxes, see
from data_scripts.teachers import MobileNetEdgeTPU, SameConv, load_teacher
from storyteller_lib.checkpoints import save_weights
from storyteller_lib.config import StorytellerError
from storyteller_lib.image_encoder import ImageEncoder, ImageEncoderSettings

TINY = ImageEncoderSettings(4, (4, 8, 8), (1, 1, 1), 8, 8)


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


def test_pictures_grow_while_training() -> None:
    sizes = [size_at(step / 100) for step in range(101)]
    assert sizes == sorted(sizes)
    assert sizes[-1] == 160


def distillation(folder: Path) -> Distillation:
    torch.manual_seed(0)
    rng = np.random.default_rng(1)
    pooled = rng.random((60, 1280)).astype(np.float16)
    grid = rng.normal(size=(60, 49, 5)).astype(np.float16)
    targets = Targets(photographs(60), [pooled], [grid], [crop_boxes(60, 0)])
    teacher = MobileNetEdgeTPU(classes=3)
    distiller = Distiller(ImageEncoder(TINY), teacher, 5)
    distiller.fit_scales(pooled, grid)
    return Distillation(distiller, targets, folder, seed=0)


def test_a_resumed_run_goes_on_as_if_never_stopped(tmp_path: Path) -> None:
    run = distillation(tmp_path)
    for _ in range(2):
        run.train_step(0.1)
    run.save()
    wanted = run.train_step(0.1)
    resumed = distillation(tmp_path)
    assert resumed.step == 2
    found = resumed.train_step(0.1)
    assert found == pytest.approx(wanted, rel=1e-3)


def test_a_deeper_student_begins_as_the_earlier_one(tmp_path: Path) -> None:
    torch.manual_seed(0)
    earlier = ImageEncoder(TINY)
    for module in earlier.modules():  # as if it had been trained
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.uniform_(module.running_mean, -0.1, 0.1)
    path = tmp_path / "earlier.safetensors"
    save_weights(path, earlier, settings=TINY.to_dict(), dtype="float32")
    deeper = ImageEncoder(ImageEncoderSettings(4, (4, 8, 8), (1, 2, 3), 8, 8))
    start_from(deeper, path)
    pictures = torch.rand(2, 3, 64, 64)
    seen = [encoder.eval()(pictures) for encoder in (earlier, deeper)]
    torch.testing.assert_close(seen[0], seen[1])
    wider = ImageEncoder(ImageEncoderSettings(4, (4, 8, 16), (1, 1, 1), 8, 8))
    with pytest.raises(StorytellerError, match="other widths"):
        start_from(wider, path)


def test_on_a_gpu_nothing_is_left_on_the_cpu() -> None:
    """PyTorch's fake tensors refuse what a GPU would refuse, without one."""
    gpu = torch.device("cuda")
    with FakeTensorMode(allow_non_fake_inputs=True):
        with gpu:
            teacher = MobileNetEdgeTPU()
            distiller = Distiller(ImageEncoder(TINY), teacher, 128)
        pictures = see(photographs(2), crop_boxes(2, 1), None, 96, gpu)
        lit = jitter(pictures, torch.Generator())
        pooled = torch.rand(2, 1280, device=gpu)
        grid = torch.rand(2, 128, 7, 7, device=gpu)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "CUDA is not available")
            losses = distiller(lit, pooled, grid)
    assert {part.device.type for part in losses.values()} == {"cuda"}


def test_a_distillation_pauses_and_goes_on(tmp_path: Path) -> None:
    made = distillation(tmp_path)
    made.elapsed = 30.0
    assert not run(made, 1, None, at_most=1e-9)
    assert made.step == 1 and 30 < made.elapsed < 60
    again = distillation(tmp_path)
    assert (again.step, again.elapsed) == (1, made.elapsed)
    again.elapsed = 60.0
    assert run(again, 1, None) and again.step == 1
