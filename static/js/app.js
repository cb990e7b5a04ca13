// The loader: an element with data-module="name" is handed to that module's mount(), once, when it appears.
// The modules are named one by one, and not built from the attribute, so that the hashed file names of a release reach them.
import { mount as copy } from "./modules/copy.js";
import { mount as casting } from "./modules/casting.js";
import { mount as cut } from "./modules/cut.js";
import { mount as dashboard } from "./modules/dashboard.js";
import { mount as day } from "./modules/day.js";
import { mount as drop } from "./modules/drop.js";
import { mount as entity } from "./modules/entity.js";
import { mount as filezone } from "./modules/filezone.js";
import { mount as grid } from "./modules/grid.js";
import { mount as inbox, mountList as inboxlist } from "./modules/inbox.js";
import { mount as live } from "./modules/live.js";
import { mount as menu } from "./modules/menu.js";
import { mount as modal } from "./modules/modal.js";
import { mount as note, start as startNotes } from "./modules/note.js";
import { mount as notify } from "./modules/notify.js";
import { mount as order } from "./modules/order.js";
import { mount as palette } from "./modules/palette.js";
import { mount as passkey } from "./modules/passkey.js";
import { mount as password } from "./modules/password.js";
import { mount as picks } from "./modules/picks.js";
import { mount as rows } from "./modules/rows.js";
import { mount as timezone } from "./modules/timezone.js";
import { mount as upload } from "./modules/upload.js";
import { start as startBusy } from "./modules/busy.js";
import { start as startForms } from "./modules/form.js";
import { start as startKeys } from "./modules/keys.js";
import { start as startPublish } from "./modules/publish.js";
import { start as startToasts } from "./modules/toast.js";
import { clientId } from "./modules/server.js";

const modules = { casting, copy, cut, dashboard, day, drop, entity, filezone, grid, inbox, inboxlist, live, menu, modal, note, notify, order, palette, passkey, password, picks, rows, timezone, upload };
const mounted = new WeakMap();

function mountOne(element) {
  const done = mounted.get(element) ?? new Set();
  mounted.set(element, done);
  for (const name of element.dataset.module.split(" ")) {
    if (done.has(name) || !modules[name]) continue;
    done.add(name);
    modules[name](element);
  }
}

function mountAll(root) {
  if (root.matches?.("[data-module]")) mountOne(root);
  for (const element of root.querySelectorAll("[data-module]")) mountOne(element);
}

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-Tracktor-Client"] = clientId;
});
document.addEventListener("htmx:load", (event) => mountAll(event.detail.elt));

startForms();
startBusy();
startToasts();
startKeys();
startPublish();
startNotes();
mountAll(document.body);
