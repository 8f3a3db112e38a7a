// Keeps static files, whose addresses name their content, and a page for being offline. Nothing of anybody.
const STATIC = "{{ static('') }}";
const KEPT = "hearth " + STATIC;
const LANGUAGES = {{ languages | tojson }};
const offline = (language) => "/offline/" + language;

self.addEventListener("install", (event) => {
  const pages = LANGUAGES.map((each) => new Request(offline(each), { credentials: "omit" }));
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(pages)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((each) => each !== KEPT).map((each) => caches.delete(each));
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname.startsWith(STATIC)) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(away));
});

async function file(request) {
  const kept = await caches.open(KEPT);
  const found = await kept.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await kept.put(request, answer.clone());
  return answer;
}

async function away() {
  const spoken = self.navigator.language.slice(0, 2);
  return caches.match(offline(LANGUAGES.includes(spoken) ? spoken : LANGUAGES[0]));
}
