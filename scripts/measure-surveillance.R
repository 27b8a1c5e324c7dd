# Times farringtonFlexible of R's package surveillance (Debian: r-cran-surveillance) on weekly series of ten years, with the
# choices of `manumit-bench trends`. Its output is seconds a series and week; divide by what the bench prints.
# Run both in one sitting: scripts/measure-trends
suppressMessages(library(surveillance))
set.seed(1)
weeks <- 522
control <- list(range = 400:weeks, b = 5, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26, trend = TRUE,
                pThresholdTrend = 1, reweight = TRUE, weightsThreshold = 2.58, thresholdMethod = "nbPlugin", alpha = 0.005)
judged <- 0
seconds <- 0
for (number in 1:3) {
  season <- 1 + 0.4 * sin(2 * pi * (1:weeks) / 52)
  counts <- matrix(round(60 * season * runif(weeks)^2), ncol = 1)
  series <- new("sts", epoch = 1:weeks, freq = 52, observed = counts, start = c(2013, 1))
  seconds <- seconds + system.time(suppressWarnings(farringtonFlexible(series, control)))[["elapsed"]]
  judged <- judged + length(control$range)
}
cat(sprintf("%d weeks judged by surveillance %s: %.1f microseconds each\n", judged,
            as.character(packageVersion("surveillance")), seconds / judged * 1e6))
