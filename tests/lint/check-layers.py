# Fails when a file includes a header its folder may not know about.
# SPDX-License-Identifier: GPL-3.0-or-later

import pathlib
import re
import sys

CORE = ["core/base", "core/records", "core/slide", "core/nn", "core/tiles",
        "core/model", "core/analysis", "core/stats", "core/formats", "core/store",
        "core/review",
        "core/export", "core/jobs"]
MAY_INCLUDE = {
    "core/base": [],
    "core/records": ["core/base"],
    "core/slide": ["core/base", "core/records"],
    "core/nn": ["core/base"],
    "core/tiles": ["core/base", "core/records", "core/slide"],
    "core/model": ["core/base", "core/records", "core/nn"],
    "core/analysis": ["core/base", "core/records", "core/slide", "core/tiles",
                      "core/nn", "core/model"],
    "core/stats": ["core/base"],
    "core/formats": ["core/base", "core/records"],
    "core/store": ["core/base", "core/records"],
    "core/review": ["core/base", "core/records", "core/store"],
    "core/export": ["core/base", "core/records", "core/slide", "core/tiles",
                    "core/analysis"],
    "core/jobs": CORE[:-1],
    "ui": ["core/base", "core/records", "core/slide", "core/tiles",
           "core/analysis", "core/store", "core/review", "core/jobs"],
    "app/cli": CORE,
    "app/gui": CORE + ["ui"],
    "resources": CORE,
}
PRIVATE_LIBRARY = {
    "openslide.h": ("core/slide/slide-openslide.c", "core/slide/slide-details.c"),
    "tiffio.h": ("core/slide/slide-openslide.c", "core/slide/slide-identity.c",
                 "core/slide/jpeg-tile-index.c", "core/slide/slide-profile.c",
                 "resources/demo/"),
    "lcms2.h": ("core/tiles/display-profile.c", "tests/core/tiles/test-display.c"),
    "jpeglib.h": "core/slide/jpeg-tile.c",
    "cblas.h": "core/nn/gemm.c",
    "sqlite3.h": "core/store/",
    "onnx.pb-c.h": "core/model/",
    "tensor-bundle.pb-c.h": "core/model/",
    "snappy-c.h": "core/model/sstable-block.c",
    "gtk.h": ("ui/", "app/gui/"),
    "adwaita.h": ("ui/", "app/gui/"),
}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')


def folder_of(path):
    parts = path.split("/")
    return parts[0] if parts[0] in ("ui", "resources") else "/".join(parts[:2])


def complaints(root):
    for path in sorted(root.glob("[acru]*/**/*.[ch]")):
        name = path.relative_to(root).as_posix()
        folder = folder_of(name)
        if folder not in MAY_INCLUDE:
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            header = match.group(1)
            home = PRIVATE_LIBRARY.get(header.split("/")[-1])
            if home and not name.startswith(home):
                yield f"{name}:{number}: only {home} may include {header}"
            if header.split("/")[0] not in ("core", "ui", "app"):
                continue
            wanted = folder_of(header)
            allowed = [folder] + MAY_INCLUDE[folder]
            if not any(wanted == a or wanted.startswith(a + "/") for a in allowed):
                yield f"{name}:{number}: {folder} may not know {wanted}"


found = list(complaints(pathlib.Path(sys.argv[1])))
for line in found:
    print(line)
sys.exit(1 if found else 0)
