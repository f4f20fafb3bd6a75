"""polars' side of reading ML-1M: `read.py FOLDER`."""

import os
import platform
import sys
import time

import numpy as np
import polars as pl
from conversation import serve

folder = sys.argv[1]


def lines(name, fields):
    """A file whose fields two colons separate and single ones occur in."""
    file = pl.read_csv(
        os.path.join(folder, name),
        has_header=False,
        separator="\x01",
        quote_char=None,
        encoding="iso-8859-1",
        new_columns=["line"],
    )
    parts = pl.col("line").str.split_exact("::", len(fields) - 1).struct.rename_fields(fields)
    return file.select(parts).unnest("line")


def indexed(frame, column, index):
    """Dense indices in order of first appearance, and the ids behind them."""
    ids = frame.select(pl.col(column).unique(maintain_order=True)).with_row_index(index)
    return frame.join(ids, on=column, how="left", maintain_order="left"), ids


def coded(frame, column):
    """Codes of a feature's values, and the values."""
    return indexed(frame.select(column), column, "code")


def read():
    # Single colons as separators leave an empty column after each field.
    ratings = pl.read_csv(
        os.path.join(folder, "ratings.dat"),
        has_header=False,
        separator=":",
        new_columns=["user", "", "item", " ", "rating", "  ", "time"],
    ).select("user", "item", "rating", "time").unique(["user", "item"], keep="first", maintain_order=True)
    ratings, users = indexed(ratings, "user", "user_index")
    ratings, items = indexed(ratings, "item", "item_index")

    people = lines("users.dat", ["user", "gender", "age", "occupation", "zip"]).with_columns(
        pl.col("user").cast(pl.Int64), pl.col("zip").str.slice(0, 2)
    )
    people = users.join(people, on="user", how="left", maintain_order="left")
    films = lines("movies.dat", ["item", "title", "genres"]).with_columns(
        pl.col("item").cast(pl.Int64),
        pl.col("genres").str.split("|"),
        pl.col("title").str.extract(r"\((\d{4})\)\s*$").alias("year"),
        pl.col("title").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+").alias("words"),
    )
    films = items.join(films, on="item", how="left", maintain_order="left")
    features = [coded(people, column) for column in ("age", "gender", "occupation", "zip")]
    features.append(coded(films, "year"))
    features += [coded(films.explode(column), column) for column in ("genres", "words")]
    arrays = [ratings[name].to_numpy() for name in ("user_index", "item_index", "time")]
    return arrays, users, items, features


def timed(count):
    began = time.perf_counter()
    (user_index, item_index, _), users, items, _ = read()
    seconds = time.perf_counter() - began
    # Tells whether both sides number users and items alike.
    weights = np.arange(len(user_index), dtype=np.int64) % 97
    sums = [int((index.astype(np.int64) * weights).sum()) for index in (user_index, item_index)]
    return {"seconds": seconds, "read": [len(user_index), len(users), len(items), *sums]}


serve({"versions": {"python": platform.python_version(), "polars": pl.__version__}}, timed)
