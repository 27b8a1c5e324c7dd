# Texts of the questions, as anybody may read them.

## question_sets.html

questions-what-is-asked-of-first = What is asked of first responders. A referral that was begun keeps the version it was begun with.
questions-versions = Versions
questions-in-force-from = In force from
questions-to-build-on = To build on
questions-version = { $title }, version { $version }
questions-spreadsheet-of = Spreadsheet<span class="govuk-visually-hidden"> of version { $version }</span>
questions-schema-of = JSON schema<span class="govuk-visually-hidden"> of version { $version }</span>

## questions.html

questions-questions-of-version = { $title }: questions of version { $version }
questions-questions-of-version-in-force = Questions of version { $version }, in force from { $from }
questions-ask-only-what-is-right = Ask only what is right to ask now. The person's safety comes before the form.
questions-reasons = Where there is no answer, write down why: { $reasons }. Questions marked “needed” take an answer or such a reason; the others can be left out.
questions-take-the-spreadsheet-or-the = <a class="govuk-link" href="/questions/{ $id }/{ $version }/template.csv">Take the spreadsheet</a> or <a class="govuk-link" href="/questions/{ $id }/{ $version }/schema.json">the JSON schema</a>. To print, use your browser.
questions-contents = Contents
questions-only-if = Only if: { $when }.
questions-once-for-each = Once for each { $one }; if there is none, say so.
questions-needed = (needed)
