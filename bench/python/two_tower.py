"""The two-tower model of lib/models, written as one writes it in PyTorch."""

from cpu_torch import torch
from torch import nn


class Tower(nn.Module):
    """Id embedding beside feature embeddings, hidden layers with ReLU and dropout, a linear last layer."""

    def __init__(self, prepared, side, dropout, sparse):
        super().__init__()
        self.ids = nn.Embedding.from_pretrained(prepared.tensor(f"{side}.id"), freeze=False, sparse=sparse)
        self.tables = nn.ParameterList()
        self.columns = []
        entities = self.ids.num_embeddings
        for at, feature in enumerate(prepared.case["features"][side]):
            self.tables.append(nn.Parameter(prepared.tensor(f"{side}.feature.{feature['name']}")))
            codes = prepared.tensor(f"{side}.codes{at}").long()
            if feature["kind"] == "categorical":
                self.columns.append(codes)
                continue
            # The mean of a list's embeddings as one small product: row e holds 1 / length at the values of entity e.
            offsets = prepared.tensor(f"{side}.offsets{at}").long()
            lengths = offsets.diff()
            owner = torch.repeat_interleave(torch.arange(entities), lengths)
            indicator = torch.zeros(entities, feature["vocabularySize"])
            indicator.index_put_((owner, codes), 1.0 / lengths[owner], accumulate=True)
            self.columns.append(indicator)
        layers = []
        for name in prepared.case["layers"][side]:
            weight = prepared.tensor(f"{name}.weight")
            linear = nn.Linear(*weight.shape)
            with torch.no_grad():
                linear.weight.copy_(weight.T)
                linear.bias.copy_(prepared.tensor(f"{name}.bias"))
            if layers:
                layers += [nn.ReLU(), nn.Dropout(dropout)]
            layers.append(linear)
        self.layers = nn.Sequential(*layers)

    def forward(self, entities=None):
        """Vectors of the given entities, or of all in order."""
        parts = [self.ids.weight if entities is None else self.ids(entities)]
        for table, column in zip(self.tables, self.columns):
            values = column if entities is None else column[entities]
            parts.append(values @ table if values.is_floating_point() else nn.functional.embedding(values, table))
        return self.layers(torch.cat(parts, 1) if len(parts) > 1 else parts[0])


class TwoTower(nn.Module):
    def __init__(self, prepared, dropout, sparse=False):
        super().__init__()
        self.user = Tower(prepared, "user", dropout, sparse)
        self.item = Tower(prepared, "item", dropout, sparse)

    @torch.no_grad()
    def vectors(self):
        """Vectors of all users and items, without dropout."""
        self.eval()
        vectors = self.user(), self.item()
        self.train()
        return vectors


def exact_loss(model, users, items):
    """Softmax over all items."""
    return nn.functional.cross_entropy(model.user(users) @ model.item().T, items)


def in_batch_loss(log_q):
    """Softmax over the batch's items, their share in the samples corrected for."""

    def loss(model, users, items):
        logits = model.user(users) @ model.item(items).T - log_q[items]
        return nn.functional.cross_entropy(logits, torch.arange(len(users)))

    return loss


def loss_of(prepared):
    if prepared.options["candidates"] == "all":
        return exact_loss
    _, items = prepared.pairs("train")
    counts = torch.bincount(items, minlength=prepared.case["items"])
    return in_batch_loss((counts / len(items)).log())
