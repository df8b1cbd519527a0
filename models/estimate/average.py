"""The mean of the weights of two checkpoints: python3 average.py A.pt B.pt OUT.pt"""

import sys

import torch

a, b = (torch.load(path, weights_only=True)["model"] for path in sys.argv[1:3])
torch.save({"model": {name: (a[name] + b[name]) / 2 for name in a}}, sys.argv[3])
