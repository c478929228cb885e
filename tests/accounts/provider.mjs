// A real OpenID provider for the tests: it lets in whom it was told to expect, without asking anything.
// node provider.mjs ROOT_OF_MODULES CALLBACK; it prints the port on which it listens, on 127.0.0.1.
import { createRequire } from "node:module";
import http from "node:http";
import { pathToFileURL } from "node:url";

const [modules, callback] = process.argv.slice(2);
const { Provider } = await import(pathToFileURL(createRequire(modules + "/").resolve("oidc-provider")));
const expected = { sub: "somebody", amr: [] };

const server = http.createServer((request, response) => handle(request, response));
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: "hrcn", client_secret: "a-secret-of-the-tests", redirect_uris: [callback] }],
  claims: { openid: ["sub", "amr"] },
  conformIdTokenClaims: false,
  cookies: { keys: ["a-key-of-the-tests"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, interaction) => `/enter/${interaction.uid}` },
  findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
});
const answer = provider.callback();

async function enter(request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  const login = { accountId: expected.sub, amr: expected.amr };
  if (prompt.name === "login") return provider.interactionFinished(request, response, { login });
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope("openid");
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

function handle(request, response) {
  const { pathname, searchParams } = new URL(request.url, issuer);
  if (pathname === "/expect") {
    expected.sub = searchParams.get("sub");
    expected.amr = searchParams.getAll("amr");
    return response.end("ok");
  }
  return pathname.startsWith("/enter/") ? enter(request, response) : answer(request, response);
}

console.log(server.address().port);
