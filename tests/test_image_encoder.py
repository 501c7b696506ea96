"""The image encoders: what shapes they give and what they can learn."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

from storyteller_lib.config import StorytellerError
from storyteller_lib.image_encoder import (
    ImageEncoder,
    ImageEncoderSettings,
    ResidualBlock,
)
from storyteller_lib.image_encoder.backbones import (
    TorchvisionEncoder,
    TorchvisionSettings,
)

TINY = ImageEncoderSettings(8, (8, 16, 16), (1, 1, 1), 12, 20)


def random_pictures(count: int, size: int = 160) -> torch.Tensor:
    generator = torch.Generator().manual_seed(0)
    return torch.rand(count, 3, size, size, generator=generator)


@pytest.mark.parametrize(
    "settings",
    [ImageEncoderSettings.storybook(), ImageEncoderSettings.course()],
    ids=["storybook", "course"],
)
def test_a_grid_of_ten_by_ten(settings: ImageEncoderSettings) -> None:
    encoder = ImageEncoder(settings).eval()
    seen = encoder(random_pictures(2))
    assert seen.grid.shape == (2, 100, settings.channels)
    assert seen.pooled.shape == (2, settings.channels)
    assert settings.stride == 16


def test_the_course_encoder_is_small_enough_to_ship() -> None:
    encoder = ImageEncoder(ImageEncoderSettings.course())
    values = sum(t.numel() for t in encoder.state_dict().values())
    assert 2e6 < values < 3e6  # 3 MB as whole numbers of 8 bits


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


def test_settings_survive_json() -> None:
    settings = ImageEncoderSettings.storybook()
    values = settings.to_dict()
    values["widths"] = list(values["widths"])
    assert ImageEncoderSettings.from_dict(values) == settings


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
