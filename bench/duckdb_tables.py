#!/usr/bin/env python3
"""The counts of the 2012 tables in DuckDB, over the columns that the bulletin's bench exported.

    cargo bench -p manumit-bulletin --bench tables -- 1000000 --export DIR
    python3 bench/duckdb_tables.py DIR

Writes DIR/versions.parquet from DIR/versions.csv, runs one query for each table, checks that the counts are those of
the exported tables, and prints milliseconds: DuckDB over Parquet, DuckDB over its own table in memory with the labels
as enumerations, and ours from times.csv. The least of seven runs is shown. Needs the duckdb package.
"""

import csv
import pathlib
import sys
import time

import duckdb

AS_AT = 15795  # 31 March 2013, in days since 1970-01-01
FIRST, LAST = 15340, 15705  # 2012
REPEATS = 7

STANDS = (
    f"recorded_from <= {AS_AT} and {AS_AT} < recorded_to and received_on between {FIRST} and {LAST}"
    " and screening_outcome not in ('void', 'merged')"
)
RANKED = "nationality not in ('Nationality in doubt', 'Not recorded', 'Unknown')"


def grouped(columns, where="true"):
    return f"select {columns}, count(*) as n from versions where {STANDS} and {where} group by {columns}"


def top(rank, columns, where="true", partition=""):
    inner = grouped(columns, f"{RANKED} and {where}")
    return f"select * from (select *, rank() over ({partition} order by n desc) as r from ({inner})) where r <= {rank}"


# table: query, then the exported file's key columns and the column of the count
GRID = {
    "table01": (grouped("uk_country"), ["country"], "total_2012"),
    "table02": (grouped("region_of_referral"), ["region"], "total_2012"),
    "table03": (grouped("region_of_exploitation"), ["region_of_exploitation"], "total_2012"),
    "table04": (grouped("reasonable_grounds"), ["outcome"], "referrals_2012"),
    "table05": (grouped("conclusive_grounds", "reasonable_grounds = 'Positive'"), ["outcome"], "decisions_2012"),
    "table06": (top(10, "nationality"), ["nationality"], "total_2012"),
    "table07": (top(3, "uk_country, nationality", partition="partition by uk_country"), ["country", "nationality"], None),
    "table08": (grouped("exploitation_type, uk_country", "age_group = 'Minor'"), None, None),
    "table09": (grouped("nationality_as_recorded, exploitation_type, sex", "age_group = 'Minor'"), None, None),
    "table22": (grouped("age_group"), None, None),
    "table23": (top(1000, "nationality", "age_group = 'Adult'"), None, None),
    "table24": (top(10, "nationality", "age_group = 'Adult'"), None, None),
    "table25": (top(1000, "nationality", "age_group = 'Minor'"), None, None),
    "fig01": (grouped("uk_country"), ["country"], "referrals_2012"),
    "fig02": (grouped("competent_authority"), ["competent_authority"], "referrals_2012"),
    "fig03": (top(10, "nationality"), ["nationality"], "referrals_2012"),
    "fig06": (grouped("age_group, exploitation_type"), None, None),
    "decisions": (grouped("reasonable_grounds, conclusive_grounds"), None, None),
}

# tables whose exported form is not keyed by the query's labels: the counts themselves are compared
TOTALS = {
    "table08": lambda rows: [int(r["total"]) for r in rows if r["exploitation_type"] == "Total"],
    "table09": lambda rows: [int(r["total"]) for r in rows if r["nationality"] == "Total"],
    "table22": lambda rows: [int(r["y2012"]) for r in rows if r["age_group"] == "All"],
    "fig06": lambda rows: [sum(int(r["referrals_2012"]) for r in rows)],
    "decisions": lambda rows: [int(r["referrals"]) for r in rows if r["outcome"] == "Total"][:1],
}


def least(work):
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def check(folder, table, rows):
    """Compares the counts with those of the exported table; tables 23 to 25 are compared where a count is shown."""
    exported = list(csv.DictReader(open(folder / f"{table}.csv", encoding="utf-8")))
    _, keys, count = GRID[table]
    if table in TOTALS:
        expected, found = TOTALS[table](exported), [sum(row[-1] for row in rows)]
    elif table == "table24":
        expected = sorted((r["nationality"], int(r["adult_potential_victims"])) for r in exported if r["year"] == "2012")
        found = sorted((row[0], row[1]) for row in rows)
    elif table in ("table23", "table25"):
        counts = {row[0]: (row[1], row[2]) for row in rows}
        expected = [(int(r["n_2012"]), int(r["position_2012"])) for r in exported]
        found = [counts[r["nationality"]] for r in exported]
    elif count is None:
        expected = sorted((*(r[k] for k in keys), int(r["rank"])) for r in exported)
        found = sorted((row[0], row[1], row[3]) for row in rows)
    else:
        expected = sorted((*(r[k] for k in keys), int(r[count])) for r in exported if r[count] not in ("", "0"))
        expected = [row for row in expected if row[0] not in ("Total", "Grand Total")]
        found = sorted(row[: len(keys) + 1] for row in rows)
    if expected != found:
        sys.exit(f"{table}: the counts differ\n  exported {expected[:5]}\n  DuckDB   {found[:5]}")


def main():
    folder = pathlib.Path(sys.argv[1])
    parquet = folder / "versions.parquet"
    days = ["row", "recorded_from", "recorded_to", "received_on", "reasonable_grounds_on", "conclusive_grounds_on"]
    header = next(csv.reader(open(folder / "versions.csv", encoding="utf-8")))
    texts = f"read_csv('{folder / 'versions.csv'}', all_varchar=true)"
    columns = [f"try_cast({name} as integer) as {name}" if name in days else f"coalesce({name}, '') as {name}" for name in header]
    with duckdb.connect() as connection:
        connection.execute(f"copy (select {', '.join(columns)} from {texts}) to '{parquet}' (format parquet)")
    ours = {row["table"]: float(row["ms"]) for row in csv.DictReader(open(folder / "times.csv", encoding="utf-8"))}

    on_disk = duckdb.connect()
    on_disk.execute(f"create view versions as select * from read_parquet('{parquet}')")
    in_memory = duckdb.connect()
    names = [row[0] for row in in_memory.execute(f"describe select * from read_parquet('{parquet}')").fetchall()]
    for name in names:
        if name not in days:
            in_memory.execute(f"create type {name}_labels as enum (select distinct {name} from read_parquet('{parquet}'))")
    casts = ", ".join(name if name in days else f"{name}::{name}_labels as {name}" for name in names)
    in_memory.execute(f"create table versions as select {casts} from read_parquet('{parquet}')")

    threads = on_disk.execute("select current_setting('threads')").fetchone()[0]
    print(f"DuckDB {duckdb.__version__}, {threads} threads, {parquet.stat().st_size / 1e6:.1f} MB of Parquet")
    print(f"{'table':<10} {'Parquet':>9} {'memory':>9} {'ours':>9} {'Parquet/ours':>13} {'memory/ours':>12}")
    totals = [0.0, 0.0, 0.0]
    for table, (query, _, _) in GRID.items():
        check(folder, table, on_disk.execute(query).fetchall())
        times = [least(lambda: on_disk.execute(query).fetchall()), least(lambda: in_memory.execute(query).fetchall()), ours[table]]
        totals = [total + ms for total, ms in zip(totals, times)]
        print(f"{table:<10} {times[0]:>9.2f} {times[1]:>9.2f} {times[2]:>9.2f} {times[0] / times[2]:>13.2f} {times[1] / times[2]:>12.2f}")
    print(f"{'sum':<10} {totals[0]:>9.2f} {totals[1]:>9.2f} {totals[2]:>9.2f} {totals[0] / totals[2]:>13.2f} {totals[1] / totals[2]:>12.2f}")


if __name__ == "__main__":
    main()
