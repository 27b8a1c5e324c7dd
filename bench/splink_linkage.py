"""The same pairs compared by Splink 5 (PyPI, DuckDB engine), for `make bench`, and the ratio to ours.

    python3 bench/splink_linkage.py FILE.csv [PAIRS CORE_SECONDS_SCORED CORE_SECONDS_IN_ALL]

The file has the columns id, given_name, surname, dob, town or suburb, postcode, phone. The three figures are what
`manumit-bench pairs FILE` prints for the same blocking rules.
"""
import resource
import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on


def core_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main(path, ours=None, scored=None, in_all=None):
    began, before = time.time(), core_seconds()
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
    trained, core_trained = time.time(), core_seconds()
    pairs = linker.inference.predict(threshold_match_probability=0.0)
    count = pairs.as_duckdbpyrelation().aggregate("count(*)").fetchone()[0]
    predicted, core = time.time(), core_seconds()
    predict = core - core_trained
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"Splink 5: {count} pairs, {trained - began:.2f} s to train, {predicted - trained:.2f} s to predict; "
          f"{predict:.2f} core-seconds to predict = {count / predict / 1e6:.3f} million pairs a core-second; "
          f"{core - before:.2f} core-seconds in all; {peak} MB")
    if ours:
        ours, scored, in_all = int(ours), max(float(scored), 0.01), max(float(in_all), 0.01)
        print(f"Manumit:  {ours} pairs, {scored:.2f} core-seconds to compare and score = "
              f"{ours / scored / 1e6:.3f} million pairs a core-second; {in_all:.2f} core-seconds in all")
        print(f"Ratio: {ours / scored / (count / predict):.1f} times the pairs a core-second, "
              f"{(core - before) / in_all:.1f} times end to end (pairs: {ours / count:.3f} of Splink's)")


if __name__ == "__main__":
    main(*sys.argv[1:])
