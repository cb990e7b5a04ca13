// Rows with check boxes named "pick": one box for all, a range with Shift, and how many are chosen on what acts on them.
//   [data-pick-all]  [data-picked-count] (in a button)  [data-needs-pick] (a button that rests without a choice)
export function mount(box) {
  let last = null;
  const picks = () => [...box.querySelectorAll('input[type="checkbox"][name="pick"]')];

  const tell = () => {
    const all = picks();
    const count = all.filter((pick) => pick.checked).length;
    const master = box.querySelector("[data-pick-all]");
    if (master) {
      master.checked = count > 0 && count === all.length;
      master.indeterminate = count > 0 && count < all.length;
    }
    for (const word of box.querySelectorAll("[data-picked-count]")) {
      word.hidden = !count;
      word.textContent = count || "";
    }
    for (const button of box.querySelectorAll("[data-needs-pick]")) button.disabled = !count;
  };

  box.addEventListener("click", (event) => {
    const pick = event.target.closest('input[name="pick"]');
    if (!pick) return;
    const all = picks();
    if (event.shiftKey && last?.isConnected) {
      const [from, to] = [all.indexOf(last), all.indexOf(pick)].sort((one, other) => one - other);
      for (const each of all.slice(from, to + 1)) each.checked = pick.checked;
    }
    last = pick;
  });
  box.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) for (const pick of picks()) pick.checked = event.target.checked;
    tell();
  });
  tell();
}
