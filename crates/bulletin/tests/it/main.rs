//! The bulletin from outside: the demonstration data gives the printed report, and the output keeps its form.

mod captions;
mod files;
mod population;
mod printed;
mod stood;
