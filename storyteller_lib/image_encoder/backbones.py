"""Torchvision's backbones as image encoders: ResNet, MobileNet, VGG-19.

The same ``Annotations`` as from our own encoder, for those who can get the
weights; the original neural-storyteller saw through VGG-19. Torchvision is
imported only when a backbone is asked for.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path

import torch
from jaxtyping import Float
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.config import Settings, StorytellerError, check_known
from storyteller_lib.image_encoder import Annotations

BACKBONES = {"resnet18": 512, "resnet50": 2048, "vgg19": 512}
BACKBONES |= {"mobilenet_v2": 1280, "mobilenet_v3_small": 576}
"""Names of backbones and the channels of their annotation vectors."""

MEAN, SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of ImageNet's colours, as torchvision's weights expect them."""


@dataclass(frozen=True)
class TorchvisionSettings(Settings):
    """Which backbone sees the pictures, and in what size.

    name: one of ``BACKBONES``; size: pixels that pictures are brought to;
    download: let torchvision fetch its own weights.

    Raises:
        StorytellerError: for an unknown name or no size.

    Chapter: book/02_pictures_captions_books
    """

    name: str = "resnet50"
    size: int = 224
    download: bool = False

    def __post_init__(self) -> None:
        self.check_positive("size")
        check_known("backbone", self.name, BACKBONES)

    @property
    def channels(self) -> int:
        """Channels of an annotation vector and of the pooled vector."""
        return BACKBONES[self.name]


class TorchvisionEncoder(nn.Module):
    """A pretrained backbone that gives annotation vectors, not to train.

    Args:
        settings: which one.
        weights: a file of weights (.safetensors or .pth), by torchvision's
            names; without it and without ``download``, random weights.

    Raises:
        StorytellerError: if torchvision is not installed, or the weights
            are missing, broken or of another net.

    Chapter: book/02_pictures_captions_books
    """

    mean: Tensor
    spread: Tensor

    def __init__(
        self, settings: TorchvisionSettings, weights: Path | None = None
    ) -> None:
        super().__init__()
        self.settings = settings
        net = _build(settings)
        if weights is not None:
            _fill(net, Path(weights))
        layers = list(net.children())
        if settings.name.startswith("resnet"):
            layers = layers[:-2]  # all but pooling and classifier
        else:
            layers = layers[:1]  # the part that torchvision calls features
        self.features = nn.Sequential(*layers)
        self.register_buffer("mean", torch.tensor(MEAN).view(3, 1, 1))
        self.register_buffer("spread", torch.tensor(SPREAD).view(3, 1, 1))
        self.eval().requires_grad_(False)

    def forward(self, pictures: Float[Tensor, "batch 3 h w"]) -> Annotations:
        """Annotation vectors of pictures with values in [0, 1]."""
        size = (self.settings.size, self.settings.size)
        if pictures.shape[-2:] != size:
            pictures = F.interpolate(
                pictures, size, mode="bilinear", antialias=True
            )
        grid = self.features((pictures - self.mean) / self.spread)
        places = grid.flatten(2).transpose(1, 2)  # (batch, places, channels)
        return Annotations(places, places.mean(1))


def _build(settings: TorchvisionSettings) -> nn.Module:
    try:
        from torchvision import models  # optional: half a second to import
    except ImportError:
        raise StorytellerError(
            "torchvision is not installed: pip install torchvision"
        ) from None
    chosen = "DEFAULT" if settings.download else None
    return models.get_model(settings.name, weights=chosen)


def _fill(net: nn.Module, path: Path) -> None:
    try:
        if path.suffix == ".safetensors":
            state = load_file(path)
        else:  # weights_only: tensors alone, no pickled code
            state = torch.load(path, "cpu", weights_only=True)
        net.load_state_dict({k: v.float() for k, v in state.items()})
    except FileNotFoundError:
        raise StorytellerError(f"there are no weights at {path}") from None
    except (
        RuntimeError,
        AttributeError,
        EOFError,
        SafetensorError,
        pickle.UnpicklingError,
    ) as error:
        reason = str(error).splitlines()[0]
        raise StorytellerError(
            f"{path} does not fit {type(net).__name__}: {reason}"
        ) from error
