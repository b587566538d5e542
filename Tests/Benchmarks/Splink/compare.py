"""Links a list with Splink (https://moj-analytical-services.github.io/splink) without labels, to stand beside `jatigi link`.

    compare.py FILE --mapping FILE.map --truth COLUMN --settings vendor|tuned
               --environment FOLDER

Reads the same file and mapping as `jatigi link` does and prints JSON: F1 of pairs at the best threshold, which no user
knows, and at a probability of 0.95. Two ways to use it:

vendor  comparisons and blocking as Splink's guides have them
tuned   a column of the household keeps its members apart; names are also compared and blocked by sound; years of birth
        that are guesses may differ

Without Splink on the machine it is installed from PyPI into an environment of its own in FOLDER.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time
import unicodedata
import venv

VERSION = "5.0.0"


def ensure_splink(folder):
    """Goes on in an environment that has Splink."""
    try:
        import pandas  # noqa: F401
        import splink

        if splink.__version__ == VERSION:
            return
    except ImportError:
        pass
    python = os.path.join(folder, "bin", "python")
    if os.path.realpath(sys.prefix) == os.path.realpath(folder):
        raise SystemExit("Splink is not there although it was installed")
    if not os.path.exists(python):
        venv.create(folder, with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", f"splink=={VERSION}", "pandas"],
            check=True, stdout=sys.stderr)
    os.execv(python, [python, *sys.argv])


def read_mapping(path):
    uses = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if "=" in line and not line.startswith("#"):
                header, use = line.rsplit("=", 1)
                uses[header.strip()] = use.strip()
    return uses


def plain(text):
    letters = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[^a-z0-9 ]", "", letters).strip()


# A key by sound for names in French spelling, as somebody who knows the region would write it for Splink.
SOUNDS = [
    (r"ou|oo|w", "u"), (r"dj|dy|z", "j"), (r"gn|ny", "n"), (r"ch|sh", "s"), (r"gu(?=[ei])|gh", "g"),
    (r"c(?=[eiy])", "s"), (r"[cq]", "k"), (r"ph|v", "f"), (r"y", "i"), (r"h", ""), (r"p", "b"),
    (r"[aeiou]*a[aeiou]*", "a"), (r"[ei]+", "i"), (r"[iou]*[ou][iou]*", "u"), (r"(.)\1+", r"\1"),
    (r"(?<=..)[aiu]$", ""),
]


def sound(text):
    for pattern, other in SOUNDS:
        text = re.sub(pattern, other, text)
    return text


def prepare(file, uses):
    """The file as a table with a column a field, named after its use."""
    import pandas

    rows = pandas.read_csv(file, dtype=str, keep_default_na=False)
    table = pandas.DataFrame({"unique_id": range(len(rows))})
    parts = {}
    for header, use in uses.items():
        if header in rows and use not in ("-", "id"):
            parts.setdefault(use, []).append(rows[header].str.strip())
    for use, columns in parts.items():
        text = columns[0]
        for other in columns[1:]:
            text = (text + " " + other).str.strip()
        column = use.replace(":", "_").replace("-", "_")
        table[column] = text.where(text != "")
    if "birth" in table:
        digits = table["birth"].str.replace("-", "")
        year, month, day = digits.str[:4], digits.str[4:6], digits.str[6:8]
    else:
        year = table["birth_year"]
        month, day = (table[f"birth_{part}"].str.zfill(2) for part in ("month", "day"))
    if "age" in table:
        said = table["age_said_on"].str[:4].astype(float) - table["age"].astype(float)
        year = year.where(year.notna(), said.astype("Int64").astype("string"))
    has_day = (day != "") & ~((month == "01") & (day == "01"))
    table["year"] = pandas.to_numeric(year, errors="coerce").astype("Int64")
    table["year_text"] = year
    table["birth"] = (year + "-" + month + "-" + day).where(has_day)
    for column in names(table) + places(table):
        table[column] = table[column].map(plain, na_action="ignore")
        table[column + "_sound"] = table[column].map(
            lambda text: " ".join(sorted(sound(word) for word in text.split())), na_action="ignore")
    given, family = table["given_sound"].fillna(""), table["family_sound"].fillna("")
    straight = given < family
    # Given and family name in either order.
    table["swapped_sound"] = given.where(straight, family) + " " + family.where(straight, given)
    return table.astype(object).where(table.notna(), None)


def names(table):
    return [c for c in table if c.split("_")[0] in ("given", "family", "name") and "sound" not in c]


def places(table):
    return [c for c in table if c.split("_")[0] == "place" and "sound" not in c]


def of_types(table, *types):
    return [c for c in table if c.split("_")[0] in types]


def has_days(table):
    """Whether dates of birth are mostly whole; else years are what is compared."""
    return table["birth"].notna().mean() > 0.5


def sound_comparison(column):
    import splink.comparison_library as cl
    from splink.internals import comparison_level_library as cll

    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.NullLevel(column),
            cll.ExactMatchLevel(column, term_frequency_adjustments=True),
            cll.ExactMatchLevel(column + "_sound", term_frequency_adjustments=True),
            cll.JaroWinklerLevel(column, 0.92),
            cll.JaroWinklerLevel(column, 0.8),
            cll.ElseLevel(),
        ])


def year_comparison():
    import splink.comparison_library as cl
    from splink.internals import comparison_level_library as cll

    levels = [cll.NullLevel("year"), cll.CustomLevel("birth_l = birth_r", "the day")]
    levels += [
        cll.CustomLevel(f"abs(year_l - year_r) <= {years}", f"within {years} years")
        for years in (0, 1, 2, 5)
    ]
    return cl.CustomComparison(
        output_column_name="birth", comparison_levels=[*levels, cll.ElseLevel()])


def comparisons(table, tuned):
    import splink.comparison_library as cl

    made = []
    for column in names(table):
        if tuned:
            made.append(sound_comparison(column))
        else:
            made.append(cl.NameComparison(column).configure(term_frequency_adjustments=True))
    for column in places(table):
        if tuned:
            made.append(sound_comparison(column))
        else:
            made.append(cl.ExactMatch(column).configure(term_frequency_adjustments=True))
    if tuned:
        made.append(year_comparison())
    elif has_days(table):
        made.append(cl.DateOfBirthComparison("birth", input_is_string=True))
    else:
        made.append(cl.LevenshteinAtThresholds("year_text", [1, 2]))
    for column in of_types(table, "phone", "document"):
        made.append(cl.LevenshteinAtThresholds(column, [1, 2]))
    for column in of_types(table, "sex", "code"):
        made.append(cl.ExactMatch(column))
    for column in of_types(table, "text"):
        made.append(cl.JaroWinklerAtThresholds(column, [0.9, 0.7]))
    return made


def blocking(table, tuned):
    """Groups of columns; two records that agree on all of one group are compared."""
    suffix = "_sound" if tuned else ""
    given, family = "given" + suffix, "family" + suffix
    place = [column + suffix for column in places(table)[:1]]
    birth = ["birth"] if has_days(table) else []
    # Guessed years and few family names: a name and a year alone would make too many pairs.
    narrow = place if not birth else []
    rules = [(given, family, *narrow), (given, "year", *narrow), (family, "year", *narrow)]
    rules += [(column,) for column in birth + of_types(table, "document")]
    rules += [(column, given) for column in of_types(table, "phone")]
    relatives = [column + suffix for column in names(table)[2:]]
    rules += [(given, column) for column in relatives]
    if tuned:
        rules += [(given, family, "year")]
        rules += [(column, "year", "sex") for column in relatives]
        rules += [(column, family) for column in of_types(table, "phone")]
        rules += [(column, "sex", "year") for column in of_types(table, "phone")]
        rules += [("swapped_sound", *narrow)]
    return rules


def link(table, tuned):
    """Scored pairs, as columns of the two records and a probability."""
    from splink import DuckDBAPI, Linker, SettingsCreator
    from splink.internals.blocking_rule_library import CustomRule

    apart = " and l.household <> r.household" if tuned and "household" in table else ""

    def rule(columns):
        same = " and ".join(f"l.{column} = r.{column}" for column in columns)
        return CustomRule(same + apart, sql_dialect="duckdb")

    rules = [rule(columns) for columns in blocking(table, tuned)]
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=comparisons(table, tuned),
        blocking_rules_to_generate_predictions=rules)
    linker = Linker(DuckDBAPI().register(table), settings, log_level="ERROR")
    sure = [("given", "family", "year", *places(table)[:1])]
    sure += [(column, "given") for column in of_types(table, "phone")]
    sure += [(column,) for column in of_types(table, "document")]
    linker.training.estimate_probability_two_random_records_match(
        [rule(columns) for columns in sure], recall=0.5 if "household" in table else 0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    second = ("birth",) if has_days(table) else ("year", *places(table)[:1])
    sessions = [("given", "family"), second]
    if tuned and len(names(table)) > 3:
        # Brothers and sisters agree on all but these; twins are few.
        sessions = [
            ("given_sound", "name_mother_sound", "place_origin_sound"),
            ("given_sound", "name_mother_sound", "year"),
            ("name_mother_sound", "year", "sex", "place_origin_sound")]
    for columns in sessions:
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule(columns), record_sample_proportion=1.0)
    return linker.inference.predict(threshold_match_probability=0.01)


def judge(pairs, truth):
    """Precision, recall and F1 of pairs at the best threshold and at 0.95."""
    import pandas

    frame = pairs.as_pandas_dataframe()[["unique_id_l", "unique_id_r", "match_probability"]]
    people = truth.reset_index(drop=True)
    sizes = people.value_counts()
    true_pairs = int((sizes * (sizes - 1) // 2).sum())
    left = people.iloc[frame["unique_id_l"].astype(int)].to_numpy()
    right = people.iloc[frame["unique_id_r"].astype(int)].to_numpy()
    found = pandas.DataFrame({"probability": frame["match_probability"], "right": left == right})
    found = found.sort_values("probability", ascending=False)
    steps = found.groupby("probability", sort=False)["right"].agg(["sum", "count"]).cumsum()
    f1 = 2 * steps["sum"] / (steps["count"] + true_pairs)

    def score(place):
        right, count = (int(number) for number in steps.loc[place, ["sum", "count"]])
        return {
            "threshold": float(place), "f1": float(f1.loc[place]), "precision": right / count,
            "recall": right / true_pairs}

    sure = steps[steps.index >= 0.95]
    none = {"threshold": 0.95, "f1": 0.0, "precision": 1.0, "recall": 0.0}
    return {
        "best": score(f1.idxmax()) if len(steps) else none,
        "sure": {**score(sure.index[-1]), "threshold": 0.95} if len(sure) else none,
        "pairs": len(found)}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("file", nargs="?", help="without it Splink is only installed")
    options.add_argument("--mapping")
    options.add_argument("--truth")
    options.add_argument("--settings", choices=["vendor", "tuned"])
    options.add_argument("--environment", required=True, help="folder to install Splink into")
    chosen = options.parse_args()
    ensure_splink(chosen.environment)
    if not chosen.file:
        return
    import pandas

    start = time.monotonic()
    table = prepare(chosen.file, read_mapping(chosen.mapping))
    pairs = link(table, chosen.settings == "tuned")
    seconds = time.monotonic() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    truth = pandas.read_csv(chosen.file, dtype=str, usecols=[chosen.truth])[chosen.truth]
    json.dump({**judge(pairs, truth), "seconds": seconds, "bytes": peak}, sys.stdout)


if __name__ == "__main__":
    main()
