"""The image encoders: what shapes they give and what they can learn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

from storyteller_lib.config import StorytellerError
from storyteller_lib.image_encoder import (
    BottleneckEncoder,
    BottleneckSettings,
    ImageEncoder,
    ImageEncoderSettings,
    ResidualBlock,
    encoder_of,
)
from storyteller_lib.image_encoder.backbones import (
    TorchvisionEncoder,
    TorchvisionSettings,
)
from storyteller_lib.image_encoder.bottlenecks import InvertedBottleneck

TINY = ImageEncoderSettings(8, (8, 16, 16), (1, 1, 1), 12, 20)
SMALL = BottleneckSettings(
    stem=4,
    widths=(4, 6, 8),
    depths=(1, 2, 2),
    strides=(2, 2, 2),
    fused=1,
    expansion=2,
    channels=6,
    pooling=10,
)


def random_pictures(count: int, size: int = 160) -> torch.Tensor:
    generator = torch.Generator().manual_seed(0)
    return torch.rand(count, 3, size, size, generator=generator)


@pytest.mark.parametrize(
    "settings",
    [ImageEncoderSettings.storybook(), BottleneckSettings()],
    ids=["storybook", "course"],
)
def test_a_grid_of_ten_by_ten(
    settings: ImageEncoderSettings | BottleneckSettings,
) -> None:
    encoder = encoder_of(settings.to_dict()).eval()
    assert encoder.settings == settings
    seen = encoder(random_pictures(2))
    assert seen.grid.shape == (2, 100, settings.channels)
    assert seen.pooled.shape == (2, settings.channels)


def test_the_course_encoder_is_small_enough_to_ship() -> None:
    encoder = BottleneckEncoder(BottleneckSettings())
    values = sum(t.numel() for t in encoder.state_dict().values())
    assert 2e6 < values < 3e6  # 3 MB as whole numbers of 8 bits


@pytest.mark.parametrize("size", [32, 33, 47, 160])
def test_any_size_gives_a_grid(size: int) -> None:
    encoder = BottleneckEncoder(SMALL).eval()
    side = -(-size // 8)  # three strides, rounded up
    seen = encoder(random_pictures(1, size))
    assert seen.grid.shape == (1, side * side, 6)
    for layers, stride in ((1, 4), (2, 8), (3, 16)):
        found = encoder.annotate(random_pictures(1, size), layers)
        assert found.shape[1] == (-(-size // stride)) ** 2


@pytest.mark.parametrize("layers", [-1, 4])
def test_no_annotations_after_a_stage_that_is_not_there(layers: int) -> None:
    encoder = BottleneckEncoder(SMALL).eval()
    with pytest.raises(StorytellerError, match=f"3 stages.* after {layers}"):
        encoder.annotate(random_pictures(1, 32), layers)


@pytest.mark.parametrize("fused", [True, False])
def test_a_bottleneck_equals_its_definition(fused: bool) -> None:
    torch.manual_seed(1)
    block = InvertedBottleneck(4, 4, 12, 1, fused).eval()
    layers = [m for m in block.layers if isinstance(m, nn.Conv2d)]
    norms = [m for m in block.layers if isinstance(m, nn.BatchNorm2d)]
    for norm in norms:
        nn.init.uniform_(norm.weight, 0.5, 2)
        nn.init.uniform_(norm.running_mean, -1, 1)
    x = wanted = torch.randn(2, 4, 7, 7)
    for number, (layer, norm) in enumerate(zip(layers, norms, strict=True)):
        groups = 12 if not fused and number == 1 else 1
        padding = layer.weight.shape[-1] // 2
        wanted = F.conv2d(wanted, layer.weight, padding=padding, groups=groups)
        scale = norm.weight / (norm.running_var + norm.eps) ** 0.5
        shift = norm.bias - norm.running_mean * scale
        wanted = wanted * scale[:, None, None] + shift[:, None, None]
        if number < len(layers) - 1:  # nothing bends what leaves the block
            wanted = F.relu(wanted)
    assert len(layers) == (2 if fused else 3)
    torch.testing.assert_close(block(x), x + wanted)


def test_a_stride_is_taken_by_a_full_convolution() -> None:
    """Also where the block was not asked to be fused."""
    block = InvertedBottleneck(4, 6, 8, 2, fused=False).eval()
    kernels = [m for m in block.layers if isinstance(m, nn.Conv2d)]
    assert [(k.kernel_size[0], k.groups) for k in kernels] == [(3, 1), (1, 1)]
    assert block(torch.randn(1, 4, 9, 10)).shape == (1, 6, 5, 5)


def test_the_grid_adds_the_coarse_map_to_the_fine_one() -> None:
    torch.manual_seed(2)
    encoder = BottleneckEncoder(SMALL).eval()
    maps = encoder.maps(random_pictures(1, 32))
    assert [tuple(m.shape[1:]) for m in maps] == [
        (4, 8, 8),
        (6, 4, 4),
        (8, 2, 2),
    ]
    fine, coarse = encoder.fine(maps[1]), encoder.coarse(maps[2])
    grid = encoder(random_pictures(1, 32)).grid.view(4, 4, 6)
    for row in range(4):
        for column in range(4):
            here = (
                fine[0, :, row, column] + coarse[0, :, row // 2, column // 2]
            )
            torch.testing.assert_close(grid[row, column], F.relu(here))


def test_places_are_where_things_are() -> None:
    """A change of one corner changes that corner's annotations most."""
    torch.manual_seed(0)
    encoder = ImageEncoder(TINY).eval()
    before = random_pictures(1)
    after = before.clone()
    after[:, :, :16, 144:] = 1 - after[:, :, :16, 144:]
    change = (encoder(after).grid - encoder(before).grid).norm(dim=-1)
    grid = change.view(10, 10)  # (rows, columns)
    assert grid.argmax().item() == 9  # upper right
    assert grid[5:, :5].max() == 0  # out of its receptive field


def test_a_block_begins_as_its_shortcut() -> None:
    block = ResidualBlock(6, 6).eval()
    x = torch.randn(2, 6, 8, 8)
    torch.testing.assert_close(block(x), F.relu(x))


def test_a_block_equals_its_definition() -> None:
    torch.manual_seed(1)
    block = ResidualBlock(4, 6, 2).eval()
    nn.init.normal_(block.second[1].weight)
    x = torch.randn(2, 4, 9, 9)

    def normed(y: torch.Tensor, layers: nn.Sequential) -> torch.Tensor:
        norm = layers[-1]
        scale = norm.weight / (norm.running_var + norm.eps) ** 0.5
        shift = norm.bias - norm.running_mean * scale
        return y * scale[:, None, None] + shift[:, None, None]

    first = F.conv2d(x, block.first[0].weight, stride=2, padding=1)
    inner = F.relu(normed(first, block.first))
    second = F.conv2d(inner, block.second[0].weight, padding=1)
    pooled = F.avg_pool2d(x, 2, ceil_mode=True)
    way = F.conv2d(pooled, block.shortcut[1].weight)
    wanted = F.relu(normed(second, block.second) + normed(way, block.shortcut))
    torch.testing.assert_close(block(x), wanted)


def test_it_learns_where_a_square_is() -> None:
    torch.manual_seed(0)
    generator = torch.Generator().manual_seed(0)
    rows = torch.randint(0, 4, (64,), generator=generator)
    pictures = torch.rand(64, 3, 32, 32, generator=generator) * 0.3
    for picture, row in zip(pictures, rows, strict=True):
        picture[:, 8 * row : 8 * row + 8, 8:16] += 0.6
    encoder, head = ImageEncoder(TINY), nn.Linear(12, 4)
    parts = [*encoder.parameters(), *head.parameters()]
    optimizer = torch.optim.AdamW(parts, 3e-3)
    for _ in range(40):
        loss = F.cross_entropy(head(encoder(pictures).pooled), rows)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    encoder.eval()
    guess = head(encoder(pictures).pooled).argmax(-1)
    assert (guess == rows).float().mean() > 0.9


@pytest.mark.parametrize("settings", [ImageEncoderSettings.storybook(), SMALL])
def test_settings_survive_json(
    settings: ImageEncoderSettings | BottleneckSettings,
) -> None:
    values = json.loads(json.dumps(settings.to_dict()))
    assert type(settings).from_dict(values) == settings


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"expansion": 0}, "expansion must be above zero"),
        ({"strides": (2, 2)}, "as many depths and strides as widths"),
        ({"depths": (1, 0, 1, 1, 1, 1)}, "and strides of 1 or more"),
        ({"strides": (2, 1, 1, 1, 1, 1)}, "two scales"),
        ({"strides": (2, 2, 2, 1, 3, 1)}, "strides of 1 or 2"),
    ],
)
def test_impossible_bottlenecks_are_refused(
    values: dict, message: str
) -> None:
    with pytest.raises(StorytellerError, match=message):
        BottleneckSettings(**values)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"stem": 0}, "stem must be above zero"),
        ({"widths": (8, 8)}, "as many depths as widths"),
        ({"depths": (1, 0, 2)}, "widths and depths of 1 or more"),
    ],
)
def test_impossible_settings_are_refused(values: dict, message: str) -> None:
    with pytest.raises(StorytellerError, match=message):
        ImageEncoderSettings(**values)


@pytest.mark.parametrize("name", ["resnet18", "mobilenet_v3_small"])
def test_torchvision_backbones_have_the_same_face(name: str) -> None:
    settings = TorchvisionSettings(name)
    seen = TorchvisionEncoder(settings)(random_pictures(1))
    assert seen.grid.shape == (1, 49, settings.channels)
    torch.testing.assert_close(seen.pooled, seen.grid.mean(1))


def test_torchvision_weights_from_a_file(tmp_path: Path) -> None:
    from torchvision.models import resnet18

    torch.manual_seed(5)
    net = resnet18().eval()
    path = tmp_path / "weights.safetensors"
    save_file(net.state_dict(), path)
    encoder = TorchvisionEncoder(TorchvisionSettings("resnet18"), path)
    pictures = random_pictures(1, 224)
    normal = (pictures - encoder.mean) / encoder.spread
    wanted = net(normal)
    torch.testing.assert_close(net.fc(encoder(pictures).pooled), wanted)


def test_wrong_torchvision_weights_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    settings = TorchvisionSettings("resnet18")
    with pytest.raises(StorytellerError, match="no weights at"):
        TorchvisionEncoder(settings, path)
    save_file({"other": torch.ones(1)}, path)
    with pytest.raises(StorytellerError, match="does not fit ResNet"):
        TorchvisionEncoder(settings, path)
    with pytest.raises(StorytellerError, match="no backbone 'alexnet'"):
        TorchvisionSettings("alexnet")
