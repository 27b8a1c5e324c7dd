// A certified OpenID provider (npm oidc-provider), with a form of its own: whoever writes an email address is that person.
// An address that begins with "unverified" is not verified. Prints its issuer, and serves until it is killed.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(process.env.MANUMIT_BROWSER_MODULES + "/");
const { default: Provider } = await import(pathToFileURL(require.resolve("oidc-provider")).href);
const [site, secret] = process.argv.slice(2);

const server = createServer((request, response) => answer(request, response));
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: "manumit", client_secret: secret, redirect_uris: [`${site}/sign-in/return`] }],
  claims: { openid: ["sub", "amr"], email: ["email", "email_verified"] },
  pkce: { required: () => true, methods: ["S256"] },
  findAccount: (_, email) => ({
    accountId: email,
    claims: () => ({ sub: `person-${email.length}-${email}`, email: email.replace(/^(other|unverified)-/, ""),
      email_verified: !email.startsWith("unverified") }),
  }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ["made up"] },
  // Whoever signed in agrees.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid email");
    await grant.save();
    return grant;
  },
});

async function answer(request, response) {
  if (!request.url.startsWith("/interaction/")) return provider.callback()(request, response);
  if (request.method === "GET") {
    response.setHeader("content-type", "text/html");
    return response.end(`<!doctype html><html lang="en"><title>The other body</title><h1>Who are you?</h1>
      <form method="post"><label>Email <input name="email"></label>
      <label>Method <input name="method" value="mfa"></label><button>Go on</button></form>`);
  }
  let body = "";
  for await (const piece of request) body += piece;
  const form = new URLSearchParams(body);
  const login = { accountId: form.get("email"), amr: [form.get("method")] };
  return provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
}

console.log(issuer);
