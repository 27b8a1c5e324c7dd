# Texts of the pages of statistics.

## statistics.html

statistics-period-as-the-record-stood = { $period }, as the record stood at the end of { $as_at }
statistics-make-a-table-of-your = <a class="govuk-link" href="/statistics/count">Make a table of your own</a>: choose what to count, by what, and as at which day.
statistics-the-tables-are-being-protected = The tables are being protected
statistics-what-must-be-withheld = What must be withheld is being worked out over all tables at once. It takes a few seconds, longer where the record is large. It goes on when you leave this page.
statistics-look-again = Look again
statistics-tables = Tables
statistics-table = Table
statistics-file = File
statistics-small-cells = Small cells
statistics-csv-of = CSV<span class="govuk-visually-hidden"> of { $table }</span>
statistics-no-table-can-be-shown = No table can be shown.
statistics-left-out = Left out
statistics-these-tables-have-cells-below = These tables have cells below { $threshold }, from which a person could be found, and this edition could not be protected: { $because }.

## statistics_count.html

statistics-make-a-table = Make a table
statistics-what-to-count = What to count
statistics-from-quarter = From quarter
statistics-to-quarter = To quarter
statistics-by = By
statistics-and-by = and by ({ $number })
statistics-nothing-more = Nothing more
statistics-all = All
statistics-only-some-of-them = Only some of them
statistics-at-most-four-at-a = At most four at a time. To count several values of one, choose the first and count: then another can be chosen.
statistics-another-of = { $column }, another value ({ $number })
statistics-count = Count
statistics-the-record-as-it-stood = The record as it stood at the end of { $as_at }.
statistics-protected-figures-show-it = Protected figures show it at the end of a month: the last one by the day you give.
statistics-there-is-no-picture = There is no picture: there would be too many parts to tell apart, or too few people to show. Every figure is in the table.
statistics-the-table = The table
statistics-take-the-table-as-csv = Take the table as CSV
statistics-that-it-was-taken = (that it was taken is recorded)

## statistics_parts.html

statistics-not-for-publication-true-figures = Not for publication. These are the true figures, and no disclosure control has been over them: small cells can lead to a person. That you looked is recorded.
statistics-not-for-publication-not-protected = Not for publication. This edition could not be protected as a whole; tables with small cells are left out.
statistics-the-true-figures = The true figures (your look is recorded)
statistics-as-the-record-stood-at = As the record stood at the end of
statistics-quarter-or-year = Quarter or year
statistics-protected-figures-show-the-record = Protected figures show the record at the end of a month: the last one by the day you give.
statistics-picture-of-the-table-below = Picture of the table below
statistics-about-these-figures = About these figures
statistics-unit = Unit:
statistics-calendar = Calendar:
statistics-as-at = As at:
statistics-counts = Counts:
statistics-types-of-exploitation-scheme = Types of exploitation, scheme:
statistics-rules = Rules:
statistics-rounding = Rounding:
statistics-ties = Ties:
statistics-synthetic-data = Synthetic data: every record is made up.

## statistics_table.html

statistics-table-as-at = { $table }, as at { $as_at }
statistics-more-are-in-the-table = { $count } more are in the table.
statistics-withheld-so-that-no-count = [c]: withheld, so that no count of few people can be seen or computed.
