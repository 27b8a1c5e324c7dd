// Signs in with the accounts of another body, in a real Chromium: prints, for each person, where it ended and what it says.
import { createRequire } from "node:module";

const require = createRequire(process.env.MANUMIT_BROWSER_MODULES + "/");
const puppeteer = require("puppeteer-core");
const [site, ...people] = process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath: process.env.MANUMIT_CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
const ended = [];
for (const person of people) {
  const [email, method] = person.split(" ");
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.goto(`${site}/sign-in`);
  await Promise.all([page.waitForNavigation(), page.click("a[href='/sign-in/elsewhere']")]);
  await page.type("input[name=email]", email);
  await page.$eval("input[name=method]", (input, method) => (input.value = method), method);
  await Promise.all([page.waitForNavigation(), page.click("button")]);
  const place = new URL(page.url());
  ended.push({
    person,
    at: place.pathname,
    heading: await page.$eval("h1", (heading) => heading.textContent.trim()),
    said: await page.$$eval(".govuk-error-summary__list", (lists) => lists.map((list) => list.textContent.trim()).join()),
    cookies: (await context.cookies()).filter((cookie) => cookie.name.startsWith("manumit")).map((cookie) =>
      `${cookie.name} ${cookie.httpOnly ? "httpOnly" : "readable"} ${cookie.sameSite}`).sort(),
  });
  // The way back holds once, and in one browser: it opens nothing a second time.
  if (place.pathname === "/duties") {
    const again = await page.goto(`${site}/sign-in/return?code=used&state=used`);
    ended.at(-1).again = again.status();
  }
  await context.close();
}
await browser.close();
console.log(JSON.stringify(ended));
