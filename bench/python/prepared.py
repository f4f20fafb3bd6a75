"""A prepared case, as bench/ours/prepared.ts wrote it."""

import json
import os

import numpy as np
from cpu_torch import torch


class Prepared:
    def __init__(self, folder):
        self.folder = folder
        with open(os.path.join(folder, "case.json")) as file:
            self.case = json.load(file)
        self.options = self.case["options"]

    def array(self, name):
        return np.load(os.path.join(self.folder, f"{name}.npy"))

    def tensor(self, name):
        return torch.from_numpy(self.array(name))

    def pairs(self, part):
        """Users and items of a part of the split, int64."""
        return self.tensor(f"{part}.users").long(), self.tensor(f"{part}.items").long()
