// Lets the portal be kept on the home screen; it works the same without.
navigator.serviceWorker?.register("/service-worker.js");
