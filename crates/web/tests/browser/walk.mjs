// Walks the whole site in a real Chromium, from every desk: each page is judged by axe, loads nothing from elsewhere,
// logs no error, and fits a narrow screen. Then one journey again with scripts off. Prints what it found as JSON.
import { createRequire } from "node:module";
import { mkdirSync } from "node:fs";

const require = createRequire(process.env.MANUMIT_BROWSER_MODULES + "/");
const puppeteer = require("puppeteer-core");
const axe = require("axe-core").source;
const base = process.argv[2];
const pictures = process.env.MANUMIT_PICTURES;
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// So many pages of one shape are visited from one desk: each is looked at from several desks anyway.
const ALIKE = 1;

const problems = [];
const visited = new Set();
const shapes = new Map();

/** The shape of an address: records and drafts of one kind look alike. */
const shape = (path) =>
  path.replace(/[A-Z]{2,4}-\d\d-\w+-\w/g, "REF").replace(/[0-9a-f]{8}-[0-9a-f-]{27}|demonstration-\d\d/g, "ID").replace(/\?.*$/, "");

const browser = await puppeteer.launch({
  executablePath: process.env.MANUMIT_CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});

function watch(page, where) {
  page.on("console", (message) => {
    // The browser itself says that a page answered 404 or 422; the walk asks for such pages on purpose.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      problems.push(`${where()}: the console says ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`${where()}: a script failed: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith("data:"))
      problems.push(`${where()}: asks ${request.url()}`);
  });
}

/** The language that the walk reads at this moment. */
let reading = "en";

async function judge(page, desk, path, picture = "") {
  await page.evaluate(axe);
  const found = await page.evaluate((tags) => axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), TAGS);
  for (const violation of found.violations)
    problems.push(`${desk} ${path}: ${violation.id} (${violation.impact}): ${violation.help}: ` +
      violation.nodes.slice(0, 3).map((node) => node.html).join(" | "));
  const facts = await page.evaluate(() => ({
    headings: document.querySelectorAll("h1").length,
    title: document.title,
    language: document.documentElement.lang,
    unreviewed: document.querySelector(".manumit-unreviewed") !== null,
    others: [...document.querySelectorAll(".manumit-language-list a")].map((link) => link.lang).join(),
    links: [...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href")),
  }));
  if (facts.headings !== 1) problems.push(`${desk} ${path}: ${facts.headings} first headings`);
  if (facts.language !== reading) problems.push(`${desk} ${path}: is in ${facts.language}, not in ${reading}`);
  if (facts.unreviewed !== (reading === "cy")) problems.push(`${desk} ${path}: whether it is a draft is said wrongly`);
  if (facts.others !== (reading === "cy" ? "en" : "cy")) problems.push(`${desk} ${path}: leads to the languages ${facts.others}`);
  if (!facts.title.endsWith(" – Manumit")) problems.push(`${desk} ${path}: the title is ${facts.title}`);
  await page.setViewport({ width: 320, height: 800 });
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
  if (wide > 320) problems.push(`${desk} ${path}: ${wide} pixels wide on a screen of 320`);
  await page.setViewport({ width: 1280, height: 900 });
  if (pictures) {
    mkdirSync(pictures, { recursive: true });
    await page.setViewport({ width: 1280, height: 1300 });
    await page.screenshot({ path: `${pictures}/${desk}${shape(path).replace(/\//g, "_") || "_"}${picture}.png` });
    await page.setViewport({ width: 1280, height: 900 });
  }
  return facts.links;
}

/** Every page that links lead to from a place, breadth first. */
async function walk(page, desk, from) {
  const queue = [from];
  const seen = new Set(queue);
  while (queue.length > 0) {
    const path = queue.shift();
    const alike = `${desk} ${shape(path)}`;
    if ((shapes.get(alike) ?? 0) >= ALIKE) continue;
    shapes.set(alike, (shapes.get(alike) ?? 0) + 1);
    const answer = await page.goto(base + path, { waitUntil: "load" });
    const kind = answer.headers()["content-type"] ?? "";
    if (answer.status() !== 200) {
      problems.push(`${desk} ${path}: answered ${answer.status()}`);
      continue;
    }
    if (!kind.startsWith("text/html")) continue;
    visited.add(`${desk} ${path}`);
    for (const link of await judge(page, desk, path)) {
      if (!link.startsWith("/") || link.startsWith("/assets/") || link.startsWith("/language/") || /\.(csv|json|ods)/.test(link) || seen.has(link)) continue;
      seen.add(link);
      queue.push(link);
    }
  }
}

async function signIn(page, desk) {
  await page.goto(base + "/sign-in");
  const found = await page.evaluate((desk) => {
    const button = [...document.querySelectorAll(".manumit-desks button")].find((b) => b.textContent.includes(desk));
    button?.setAttribute("data-chosen", "yes");
    return button !== undefined;
  }, desk);
  if (!found) throw new Error(`there is no desk of ${desk}`);
  await Promise.all([page.waitForNavigation(), page.click("[data-chosen]")]);
}

const start = await browser.newPage();
watch(start, () => start.url());
await walk(start, "nobody", "/");
await start.goto(base + "/sign-in");
const desks = await start.evaluate(() =>
  [...document.querySelectorAll(".manumit-desk")].map((desk) => desk.textContent));

for (const desk of desks) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  let path = "";
  watch(page, () => `${desk} ${page.url()} ${path}`);
  await signIn(page, desk);
  if (await page.$('form[action="/drafts"]') === null && desk.includes("officer-12")) {
    await page.goto(base + "/drafts");
    await Promise.all([page.waitForNavigation(), page.click('form[action="/drafts"] button')]);
    path = new URL(page.url()).pathname;
    await walk(page, desk, path);
  }
  await walk(page, desk, "/duties");
  if (desk.includes("statistician-1")) await makeTables(page, desk);
  if (desk.includes("officer-12")) await askAgain(page, desk);
  if (desk.includes("triage-1")) await writeInWelsh(page, desk);
  if (desk.includes("Single Competent Authority, triage-1")) await passWithoutIdentity(page, desk);
  if (desk.includes("administrator-1")) await makeToken(page, desk);
  await context.close();
}

// In Welsh: what the public, a first responder and a statistician see, chosen on the page itself and remembered from then on.
reading = "cy";
for (const desk of ["nobody", ...["officer-12", "statistician-1"].map((post) => desks.find((desk) => desk.includes(post)))]) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  watch(page, () => `in Welsh ${desk} ${page.url()}`);
  await page.goto(base + "/report");
  await Promise.all([page.waitForNavigation(), page.click('.manumit-language-list a[lang="cy"]')]);
  if (new URL(page.url()).pathname !== "/report") problems.push(`in Welsh: the choice leads to ${page.url()}`);
  if (desk !== "nobody") await signIn(page, desk);
  if (desk.includes("officer-12")) {
    await page.goto(base + "/drafts");
    await Promise.all([page.waitForNavigation(), page.click('form[action="/drafts"] button')]);
    const draft = new URL(page.url()).pathname;
    await walk(page, `in Welsh ${desk}`, draft);
    await referAChild(page, `in Welsh ${desk}`, draft);
  }
  await walk(page, `in Welsh ${desk}`, desk === "nobody" ? "/" : "/duties");
  if (desk.includes("statistician-1")) await makeTables(page, `in Welsh ${desk}`);
  await page.setJavaScriptEnabled(false);
  await page.goto(base + "/report");
  await Promise.all([page.waitForNavigation(), page.click("form[novalidate] button")]);
  await page.setJavaScriptEnabled(true);
  const summary = await page.$eval(".govuk-error-summary", (summary) =>
    [summary.querySelector("h2").textContent.trim(), summary.querySelector("li [lang]")?.lang].join()).catch(() => "none");
  if (summary !== "Mae problem,") problems.push(`in Welsh: a refused report says ${summary}`);
  await judge(page, `in Welsh ${desk}`, "/report, refused");
  await context.close();
}
reading = "en";

/** Asks to look again at a negative decision: first with nothing written, then rightly. */
async function askAgain(page, desk) {
  await page.goto(base + "/referrals");
  const links = await page.$$eval('a[href^="/referrals/"]', (links) => links.map((link) => link.getAttribute("href")));
  for (const link of links) {
    await page.goto(base + link);
    if ((await page.$('a[href$="/reconsideration"]')) === null) continue;
    await judge(page, desk, link, "_negative");
    await Promise.all([page.waitForNavigation(), page.click('a[href$="/reconsideration"]')]);
    visited.add(`${desk} ${page.url()}`);
    await judge(page, desk, "/referrals/REF/reconsideration");
    await Promise.all([page.waitForNavigation(), page.click("form[novalidate] button")]);
    if ((await page.$(".govuk-error-summary")) === null) problems.push(`${desk} ${page.url()}: nothing was asked, and nobody says so`);
    await judge(page, desk, "/referrals/REF/reconsideration", "_refused");
    await page.click("#ground");
    await page.type("#request", "There is a letter from a doctor.");
    await page.type("#exceptional_reason", "It came after the time to ask.");
    await Promise.all([page.waitForNavigation(), page.click("form[novalidate] button")]);
    if (new URL(page.url()).pathname !== link) problems.push(`${desk} ${page.url()}: what was asked leads elsewhere`);
    await judge(page, desk, link, "_asked_again");
    return;
  }
  problems.push(`${desk}: no referral has a negative decision`);
}

/** Says that somebody may be a child, so that every task can be begun; and looks at questions of several kinds. */
async function referAChild(page, desk, draft) {
  await page.goto(`${base}${draft}/pages/age`);
  await page.click('[name="under_18"][value="not_sure"]');
  await Promise.all([page.waitForNavigation(), page.click("form[novalidate] button")]);
  for (const part of ["", "/pages/about", "/pages/types", "/pages/signs/rows/1", "/pages/contact", "/check"]) {
    await page.goto(base + draft + part);
    visited.add(`${desk} ${draft}${part}`);
    await judge(page, desk, draft + part, "_child");
  }
  await page.goto(`${base}${draft}/pages/last_contact`);
  await Promise.all([page.waitForNavigation(), page.click("form[novalidate] button")]);
  if ((await page.$(".govuk-error-summary")) === null) problems.push(`${desk} ${page.url()}: nothing was answered, and nobody says so`);
  await judge(page, desk, `${draft}/pages/last_contact`, "_refused");
}

/** Passes a notice that names nobody: first to no force, then to two. */
async function passWithoutIdentity(page, desk) {
  await page.goto(base + "/notices");
  const notices = await page.$$eval('a[href^="/notices/PNO-"]', (links) => links.map((link) => link.getAttribute("href")));
  for (const link of notices) {
    await page.goto(base + link);
    if ((await page.$("#nobody")) === null || (await page.$("#force")) === null) continue;
    visited.add(`${desk} ${link}`);
    await judge(page, desk, link, "_without_identity");
    await Promise.all([page.waitForNavigation(), page.click("form[novalidate] button")]);
    if ((await page.$(".govuk-error-summary")) === null) problems.push(`${desk} ${page.url()}: no force is chosen, and nobody says so`);
    await judge(page, desk, link, "_without_identity_refused");
    await page.select("#force", "metropolitan");
    await page.select("#force-2", "kent");
    await Promise.all([page.waitForNavigation(), page.click("form[novalidate] button")]);
    await judge(page, desk, link, "_without_identity_passed");
    if ((await page.$("#force")) !== null) problems.push(`${desk} ${page.url()}: it was passed, and can be again`);
    return;
  }
  problems.push(`${desk}: no notification waits to be passed`);
}

/** A letter in Welsh on a page in English, and the same on paper. */
async function writeInWelsh(page, desk) {
  await page.goto(base + "/cases?waiting=all");
  const cases = await page.$$eval('a[href^="/cases/CAS-"]', (links) => links.map((link) => link.getAttribute("href")));
  for (const link of cases) {
    await page.goto(base + link);
    if ((await page.$('a[href*="/letters/"]')) === null) continue;
    await Promise.all([page.waitForNavigation(), page.click('a[href*="/letters/"]')]);
    await Promise.all([page.waitForNavigation(), page.click('a[hreflang="cy"][href*="/letters/"]')]);
    visited.add(`${desk} ${page.url()}`);
    const written = await page.$eval(".manumit-letter", (letter) => letter.lang);
    if (written !== "cy") problems.push(`${desk} ${page.url()}: the letter is in ${written}`);
    await judge(page, desk, "/cases/REF/letters/V", "_in_welsh");
    return;
  }
  problems.push(`${desk}: no case has a letter`);
}

/** Makes a token for another system. */
async function makeToken(page, desk) {
  await page.goto(base + "/accounts");
  await Promise.all([page.waitForNavigation(), page.click('a[href$="/tokens"]')]);
  await page.type("#purpose", "The case system of the force");
  await Promise.all([page.waitForNavigation(), page.click("form[novalidate] button")]);
  await judge(page, desk, "/accounts/ID/tokens", "_made");
  await Promise.all([page.waitForNavigation(), page.click(".govuk-back-link")]);
  await judge(page, desk, "/accounts/ID/tokens", "_listed");
}

/** Tables of one's own: answers of every shape, one that cannot be given, and one by filling in the form. */
async function makeTables(page, desk) {
  const count = "/statistics/count?measure=referrals&from=2026-Q1&to=2026-Q3";
  const asked = ["", "&by=exploitation_type", "&by=quarter&by=sex", "&by=exploitation_type&by=sex", "&by=nationality&by=sex&by=quarter"];
  const paths = [...asked, ...asked.map((query) => `${query}&unprotected=yes`), "&by=sex&by=sex"].map((query) => count + query);
  for (const [place, path] of paths.entries()) {
    await page.goto(base + path);
    visited.add(`${desk} ${path}`);
    await judge(page, desk, path, `_${place}`);
  }
  await page.goto(base + "/statistics/count");
  await fillIn(page);
  await Promise.all([page.waitForNavigation(), page.click("form[action='/statistics/count'] button")]);
  if ((await page.$(".manumit-plot svg")) === null) problems.push(`${desk} ${page.url()}: no picture of what was asked`);
  await judge(page, desk, "/statistics/count", "_filled_in");
}

/** Referrals of three quarters by sex, the true figures: so few people have no protected picture. */
async function fillIn(page) {
  for (const [field, value] of [["measure", "referrals"], ["from", "2026-Q1"], ["to", "2026-Q3"], ["by", "sex"]])
    await page.select(`#${field}`, value);
  await page.click("#unprotected");
}

// With the keyboard alone: sign in, begin a referral, answer its first page, and see at every step where one is.
const keys = await browser.createBrowserContext().then((context) => context.newPage());
/** What has the focus, and whether it can be seen: on itself, or on the mark that stands for it. */
const focus = () => keys.evaluate(() => {
  const here = document.activeElement;
  const seen = (style) => style.boxShadow !== "none" || (style.outlineStyle !== "none" && style.outlineWidth !== "0px");
  const mark = here.nextElementSibling ? getComputedStyle(here.nextElementSibling, "::before") : null;
  return { what: here.outerHTML.slice(0, 120), text: here.textContent.trim(), id: here.id, href: here.getAttribute("href"),
    seen: seen(getComputedStyle(here)) || (mark !== null && seen(mark)) };
});
/** Goes on with Tab until something has the focus. */
async function tabTo(what, wanted) {
  for (let steps = 0; steps < 150; steps++) {
    await keys.keyboard.press("Tab");
    const here = await focus();
    if (!here.seen && here.what !== "" && !here.what.startsWith("<body"))
      problems.push(`with the keyboard: it cannot be seen that ${here.what} has the focus`);
    if (wanted(here)) return;
  }
  throw new Error(`the keyboard does not reach ${what}`);
}
const enter = async () => {
  await Promise.all([keys.waitForNavigation(), keys.keyboard.press("Enter")]);
  return new URL(keys.url()).pathname;
};
await keys.goto(base + "/sign-in");
await tabTo("the way past the navigation", (here) => here.href === "#main-content");
await tabTo("the desk", (here) => here.text.includes("officer-12"));
if ((await enter()) !== "/duties") problems.push("with the keyboard: signing in does not lead to the duties");
await tabTo("the drafts", (here) => here.href === "/drafts");
await enter();
await tabTo("the button that begins", (here) => here.what.startsWith("<button") && !here.text.startsWith("Sign out"));
const begun = await enter();
await keys.goto(`${base}${begun}/pages/setting`);
await tabTo("the first question", (here) => here.id === "nation");
await keys.keyboard.press("Space");
for (const [part, typed] of [["day", "9"], ["month", "6"], ["year", "2026"]]) {
  await tabTo(`the ${part}`, (here) => here.id === `met_on-${part}`);
  await keys.keyboard.type(typed);
}
const after = await enter();
if (after !== `${begun}/pages/age`) problems.push(`with the keyboard: after the first page comes ${after}`);

// On paper: no navigation, no buttons, and everything that was asked and said.
await keys.emulateMediaType("print");
await keys.goto(`${base}${begun}/check`);
const printed = await keys.evaluate(() => [...document.querySelectorAll("nav, button, .govuk-button, .govuk-skip-link")]
  .filter((part) => part.getClientRects().length > 0 && getComputedStyle(part).visibility !== "hidden")
  .map((part) => part.outerHTML.slice(0, 100)));
for (const part of printed) problems.push(`on paper: ${part}`);
if ((await keys.$("h1")) === null) problems.push("on paper: there is no heading");
await keys.close();

// With scripts off: sign in, begin a referral, answer a page wrongly and rightly.
const context = await browser.createBrowserContext();
const page = await context.newPage();
await page.setJavaScriptEnabled(false);
const click = async (selector) => {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
  return new URL(page.url()).pathname;
};
const officer = desks.findIndex((desk) => desk.includes("officer-12"));
await page.goto(base + "/sign-in");
if ((await click(`.manumit-desks form:nth-of-type(${officer + 1}) button`)) !== "/duties")
  problems.push("without scripts: signing in does not lead to the duties");
await page.goto(base + "/drafts");
const draft = await click('form[action="/drafts"] button');
await page.goto(`${base}${draft}/pages/setting`);
await click("form[novalidate] button");
if ((await page.$(".govuk-error-summary")) === null) problems.push("without scripts: no summary of what is wrong");
await page.click("#nation");
for (const [part, typed] of [["day", "9"], ["month", "6"], ["year", "2026"]]) await page.type(`#met_on-${part}`, typed);
const next = await click("form[novalidate] button");
if (next !== `${draft}/pages/age`) problems.push(`without scripts: after the first page comes ${next}`);
await page.goto(`${base}${draft}/check`);
if ((await page.$("h1")) === null) problems.push("without scripts: the answers cannot be checked");
await page.deleteCookie(...(await page.cookies(base)));
const statistician = desks.findIndex((desk) => desk.includes("statistician-1"));
await page.goto(base + "/sign-in");
await click(`.manumit-desks form:nth-of-type(${statistician + 1}) button`);
await page.goto(base + "/statistics/count");
await fillIn(page);
await click("form[action='/statistics/count'] button");
if ((await page.$(".manumit-plot svg")) === null || (await page.$("a[href^='/statistics/count.csv?']")) === null)
  problems.push(`without scripts: ${page.url()} has no picture or no file`);

await browser.close();
console.log(JSON.stringify({ visited: visited.size, problems }));
