"""Takes from a TensorFlow wheel the two libraries and the headers that the addon needs, and nothing else.

Usage: python unpackWheel.py WHEEL FOLDER
"""

import os
import shutil
import sys
import zipfile

LIBRARIES = ("tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2")


def is_needed(name: str) -> bool:
    if name in LIBRARIES:
        return True
    is_header = name.startswith("tensorflow/include/") and name.endswith((".h", ".inc"))
    return is_header and any(part in name for part in ("/c/", "/tsl/", "ctstring", "/absl/"))


def main(wheel: str, folder: str) -> None:
    root = os.path.realpath(folder)
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if is_needed(name)]
        for library in LIBRARIES:
            if library not in names:
                sys.exit(f"{os.path.basename(wheel)} holds no {library}")
        for name in names:
            target = os.path.realpath(os.path.join(root, name))
            if not target.startswith(root + os.sep):
                sys.exit(f"{os.path.basename(wheel)} holds a path that leads out of it: {name}")
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with archive.open(name) as source, open(target, "wb") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)


if __name__ == "__main__":
    main(*sys.argv[1:])
