"""Links lists by filters, with `jatigi link --clk` and with clkhash and anonlink (https://github.com/data61/anonlink) beside it.

    compare.py --jatigi PROGRAM --environment FOLDER FILE:MAPPING:TRUTH...

Each list is encoded and linked to itself by both, from the same columns, and a line of a table is printed for it: F1,
precision and recall of pairs of `jatigi link --clk` at its own threshold; F1 of anonlink at its best Dice threshold, which no
user knows, and at 0.8. clkhash makes filters of 1024 bits, 200 bits a feature, of bigrams, and of digits by position for
dates and numbers. Without anonlink on the machine it is installed from PyPI into an environment of its own
in FOLDER.
"""

import argparse
import csv
import io
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter

PACKAGES = ["anonlink==0.15.3", "clkhash==0.18.3"]
SECRET = "a secret of the comparison"
LOWEST = 0.55


def ensure_anonlink(folder):
    """Goes on in an environment that has anonlink."""
    try:
        import anonlink  # noqa: F401
        import clkhash  # noqa: F401

        return
    except ImportError:
        pass
    python = os.path.join(folder, "bin", "python")
    if os.path.realpath(sys.prefix) == os.path.realpath(folder):
        raise SystemExit("anonlink is not there although it was installed")
    if not os.path.exists(python):
        venv.create(folder, with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True, stdout=sys.stderr)
    os.execv(python, [python, *sys.argv])


def read_mapping(path):
    uses = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if "=" in line and not line.startswith("#"):
                header, use = line.rsplit("=", 1)
                uses[header.strip()] = use.strip()
    return uses


def schema(headers, uses):
    """The columns that are compared, as clkhash describes them; what only guides a reader of ages is not."""
    features = []
    for header in headers:
        word = uses.get(header, "-").split(":")[0]
        if word in ("-", "id", "household", "age-said-on", "birth-precision"):
            features.append({"identifier": header, "ignored": True})
            continue
        positional = word.startswith("birth") or word in ("phone", "code", "age", "document")
        features.append({
            "identifier": header,
            "format": {"type": "string", "encoding": "utf-8"},
            "hashing": {
                "comparison": {"type": "ngram", "n": 1 if positional else 2, "positional": positional},
                "strategy": {"bitsPerFeature": 200},
                "hash": {"type": "doubleHash"},
                "missingValue": {"sentinel": "", "replaceWith": ""}}})
    return {
        "version": 3,
        "clkConfig": {
            "l": 1024,
            "kdf": {
                "type": "HKDF", "hash": "SHA256", "keySize": 64,
                "salt": "SCbL2zHNnmsckfzchsNkZY9XoHk96P/G5nUBrM7ybymlEFsMV6PAeDZCNp3r"
                        "fNUPCtLDMOGQHG4pCQpfhiHCyA==",
                "info": ""}},
        "features": features}


def anonlink_scores(rows, headers, uses):
    """F1 at the best threshold and at 0.8, and seconds."""
    import anonlink
    from bitarray import bitarray
    from clkhash import clk
    from clkhash.schema import from_json_dict
    from clkhash.serialization import deserialize_bitarray

    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headers)
    writer.writerows([row[header].lower() for header in headers] for row in rows)
    text.seek(0)
    start = time.monotonic()
    encoded = clk.generate_clk_from_csv(
        text, SECRET, from_json_dict(schema(headers, uses)), validate=False, progress_bar=False)
    filters = [
        code if isinstance(code, bitarray) else deserialize_bitarray(code) for code in encoded]
    scores, _, (left, right) = anonlink.candidate_generation.find_candidate_pairs(
        [filters, filters], anonlink.similarities.dice_coefficient_accelerated, LOWEST,
        k=200)
    pairs = {}
    for score, i, j in zip(scores, left, right):
        if i != j:
            pairs[(min(i, j), max(i, j))] = score
    return pairs, time.monotonic() - start


def jatigi_pairs(program, path, mapping):
    """Pairs of rows at the program's threshold, and seconds to encode and to link."""
    with tempfile.TemporaryDirectory() as folder:
        with open(path, encoding="utf-8") as source, open(f"{folder}/list.csv", "w") as numbered:
            for number, row in enumerate(csv.reader(source)):
                csv.writer(numbered).writerow([str(number - 1) if number else "row-number"] + row)
        with open(mapping, encoding="utf-8") as source, open(f"{folder}/map", "w") as mapped:
            lines = [line for line in source if line.rsplit("=", 1)[-1].strip() != "id"]
            mapped.write("row-number = id\n" + "".join(lines))

        def run(*arguments):
            start = time.monotonic()
            subprocess.run(
                [program, *arguments], check=True, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL)
            return time.monotonic() - start

        run("clk", "key", "--out", f"{folder}/key")
        encoding = run(
            "clk", "encode", f"{folder}/list.csv", "--mapping", f"{folder}/map", "--key",
            f"{folder}/key", "--out", f"{folder}/clk")
        linking = run("link", "--clk", f"{folder}/clk", "--out", f"{folder}/pairs.csv")
        with open(f"{folder}/pairs.csv", encoding="utf-8") as lines:
            pairs = [(int(row["left"]), int(row["right"])) for row in csv.DictReader(lines)]
        return pairs, encoding, linking


def f1(right, found, true):
    return 2 * right / (found + true) if found + true else 1.0


def row(program, path, mapping, truth_header):
    with open(path, encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    headers = [header for header in rows[0] if header != truth_header]
    truth = [entry[truth_header] for entry in rows]
    true = sum(count * (count - 1) // 2 for count in Counter(truth).values())
    pairs, encoding, linking = jatigi_pairs(program, path, mapping)
    right = sum(truth[i] == truth[j] for i, j in pairs)
    scores, seconds = anonlink_scores(rows, headers, read_mapping(mapping))
    best, at, sure, hits = 0.0, 0.0, 0.0, 0
    ordered = sorted(scores.items(), key=lambda entry: -entry[1])
    for count, ((i, j), score) in enumerate(ordered, 1):
        hits += truth[i] == truth[j]
        value = f1(hits, count, true)
        if value > best:
            best, at = value, score
        if score >= 0.8:
            sure = value
    return (
        f"| {os.path.basename(path)}, {len(rows)} | {f1(right, len(pairs), true):.3f} "
        f"| {right / max(len(pairs), 1):.3f} | {right / max(true, 1):.3f} "
        f"| {encoding:.1f} s + {linking:.1f} s | {best:.3f} at {at:.2f} | {sure:.3f} "
        f"| {seconds:.1f} s |")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("lists", nargs="+", help="FILE:MAPPING:TRUTH, the last a column")
    options.add_argument("--jatigi", required=True, help="the program")
    options.add_argument("--environment", required=True, help="folder to install anonlink into")
    chosen = options.parse_args()
    ensure_anonlink(chosen.environment)
    print(
        "| list, records | F1 | precision | recall | encoding + linking | anonlink's best F1 "
        "| its F1 at 0.8 | its time |\n|---|---|---|---|---|---|---|---|", flush=True)
    for entry in chosen.lists:
        path, mapping, truth = entry.rsplit(":", 2)
        print(row(chosen.jatigi, path, mapping, truth), flush=True)


if __name__ == "__main__":
    main()
