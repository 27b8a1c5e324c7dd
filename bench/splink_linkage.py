"""The same file linked by Splink 5 (PyPI, DuckDB engine), for `make bench`: time, pairs a core-second, quality.

    python3 bench/splink_linkage.py FILE.csv [CLUSTER_COLUMN]

The file has the columns id, given_name, surname, dob, town or suburb, postcode, phone.
"""
import resource
import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on


def main(path, truth=None):
    began = time.time()
    table = duckdb.read_csv(path, all_varchar=True).df()
    table = table.rename(columns={"suburb": "town"})
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[
            cl.JaroWinklerAtThresholds("given_name", [0.93, 0.86]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("surname", [0.93, 0.86]).configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("dob", [1, 2]),
            cl.JaroWinklerAtThresholds("town", [0.9]).configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("phone", [1, 2]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("phone"),
            block_on("given_name", "surname"),
            block_on("surname", "substr(dob, 1, 4)"),
            block_on("dob", "substr(given_name, 1, 1)"),
            block_on("town", "given_name"),
        ],
    )
    linker = Linker(DuckDBAPI().register(table), settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000)
    for rule in (block_on("dob"), block_on("given_name", "surname")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    trained = time.time()
    pairs = linker.inference.predict(threshold_match_probability=0.0)
    predicted = time.time()
    found = pairs.as_duckdbpyrelation()
    count = found.aggregate("count(*)").fetchone()[0]
    usage = resource.getrusage(resource.RUSAGE_SELF)
    core = usage.ru_utime + usage.ru_stime
    print(f"Splink 5: {count} pairs, {trained - began:.2f} s to train, {predicted - trained:.2f} s to predict, "
          f"{core:.2f} core-seconds, {count / core / 1e6:.3f} M pairs a core-second end to end, {usage.ru_maxrss // 1024} MB")
    if truth:
        right = dict(zip(table["id"], table[truth]))
        said = found.filter("match_probability >= 0.5").project("id_l, id_r").fetchall()
        good = sum(right[a] == right[b] for a, b in said)
        sizes = table[truth].value_counts()
        true_pairs = int((sizes * (sizes - 1) // 2).sum())
        print(f"Splink 5: pair F1 at 0.5: {2 * good / (len(said) + true_pairs):.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
