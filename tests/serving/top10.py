import json
import numpy as np

folder = "vectors"  # what lt.exportVectors wrote

users = np.load(f"{folder}/user_vectors.npy")
items = np.load(f"{folder}/item_vectors.npy")
user_ids = json.load(open(f"{folder}/user_ids.json"))
titles = json.load(open(f"{folder}/item_titles.json"))
groups = json.load(open(f"{folder}/item_groups.json"))

scores = users @ items.T
seen_users, seen_items = np.load(f"{folder}/seen.npy").T
scores[seen_users, seen_items] = -np.inf
top10 = np.argsort(-scores, axis=1, kind="stable")[:, :10]

print(f"User {user_ids[0]}:", *[f"{titles[i]} ({groups[i]})" for i in top10[0]], sep="\n  ")
