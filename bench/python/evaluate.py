"""PyTorch's side of the full evaluation: `evaluate.py FOLDER`."""

import sys
import time

from conversation import serve
from cpu_torch import torch, versions
from prepared import Prepared
from ranking import Seen, all_metrics, rank

prepared = Prepared(sys.argv[1])
parts = {part: prepared.pairs(part) for part in ("train", "validation", "test")}
seen_users, seen_items = (torch.cat(pair) for pair in zip(parts["train"], parts["validation"]))
users, items = parts["test"]
vectors = [prepared.tensor(f"vectors.{side}") for side in ("user", "item")]
in_head = prepared.array("head").astype(bool)[items]


def evaluation(count):
    began = time.perf_counter()
    for _ in range(count):
        seen = Seen(seen_users, seen_items, prepared.case["users"])
        metrics = all_metrics(rank(*vectors, seen, users, items), in_head)
    return {"seconds": time.perf_counter() - began, "metrics": metrics}


serve({"versions": versions()}, evaluation)
