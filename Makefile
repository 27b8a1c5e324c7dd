# The two commands of the README: `make demo` and `make test`.
.PHONY: demo test check bench advisories docs pictures clean

# Runs the main job on the embedded database, with demonstration data, from an empty machine.
demo:
	@scripts/demo

# Installs what the tests need and runs every test on both engines.
test:
	@scripts/test

# What the gate runs beside the tests: format, lints, licences, bans and sources of dependencies.
check:
	@scripts/check

# Measures, side by side with the peer or the physical limit, as ratios.
bench:
	@scripts/bench

# Known advisories against dependencies. Apart, because it fetches the public advisory database.
advisories:
	@scripts/install-cargo-deny
	@target/tools/bin/cargo-deny check advisories

# Writes the generated reference pages again.
docs:
	@MANUMIT_WRITE_DOCS=1 cargo test --quiet --package manumit --test it reference

# Makes the pictures of the pages again.
pictures:
	@scripts/pictures

clean:
	cargo clean
	rm -rf demo-data bulletin-2012
