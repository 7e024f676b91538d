"""Find the training loop at the top level of a file, and run it as train() would."""

import ast
from typing import Any, NamedTuple

from pt1h_tools.reading import Program, Statement, bound_names, calls, free_names, targets

LOOP_NAMES = {"model", "train_loader", "optimizer"}
"""The notebook's names. A loop is tested if it uses them and counts its epochs with a range."""
RANGES = {"range", "trange"}
DEVICES = ("device", "DEVICE")
"""The names of a global variable that receives the model's device."""
REMEDY = "move it into def train(model, train_loader, num_epochs=3, lr=0.5) to have it tested"


class Loop(NamedTuple):
    """A training loop, with the statements around it that it needs."""

    program: Program
    before: list[Statement]
    loop: Statement
    after: list[Statement]
    epochs: ast.expr
    needs: set[str]
    """Other names that it reads, which have to be defined before it can run."""

    @property
    def at(self) -> str:
        return f"the loop at {self.loop.at}"

    def prepare(self, model: Any, train_loader: Any) -> tuple[int, float]:
        """Run the statements before the loop. Return its number of epochs and learning rate."""
        import torch

        scope = vars(self.program.module)
        given = {"model": model, "train_loader": train_loader}
        scope |= given
        # The random numbers that the statements draw must not change the shuffle.
        with torch.random.fork_rng(devices=[]):
            for statement in self.before:
                self.program.execute(statement)
                # The statement may have replaced train_loader, for example along with test_loader.
                scope |= given
        epochs = eval(compile(ast.Expression(self.epochs), self.loop.cell.filename, "eval"), scope)
        return len(epochs), scope["optimizer"].param_groups[0]["lr"]

    def run(self) -> None:
        for statement in (self.loop, *self.after):
            self.program.execute(statement)


def find_loop(program: Program) -> Loop | str:
    """Return the first training loop that can be tested, or why none can, or ""."""
    why = ""
    for index, (node, cell) in enumerate(program.statements):
        trains = [
            each
            for each in ast.walk(node)
            if isinstance(each, ast.For | ast.While)
            and {"backward", "step", "zero_grad"} & {name for name, _ in calls(each)}
        ]
        if not trains:
            continue
        where = f"the loop at {cell.at(trains[0].lineno)}"
        missing = {"backward", "step"} - {name for name, _ in calls(trains[0])}
        if trains[0] is not node:
            why = why or f"{where} is not at top level: {REMEDY}"
        elif missing:
            why = why or f"{where} does not call {' or '.join(f'{n}()' for n in sorted(missing))}"
        elif loop := with_surroundings(program, index):
            return loop
        else:
            why = why or f"{where} does not have the form of the notebook's loop: {REMEDY}"
    return why


def with_surroundings(program: Program, index: int) -> Loop | None:
    """Return the loop at that index, or None if its form is not that of the notebook's loop."""
    loop, earlier = program.statements[index], program.statements[:index]
    if not isinstance(loop.node, ast.For):
        return None
    ranges = [call for name, call in calls(loop.node.iter) if name in RANGES]
    set_earlier = {name for node, _ in earlier for name in bound_names(node)}
    if not ranges or not free_names(loop.node) >= LOOP_NAMES or "optimizer" not in set_earlier:
        return None
    inside = list(ast.walk(loop.node))
    stored = {n.id for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    updated = {
        name.id
        for each in inside
        for name in targets(each)
        if isinstance(each, ast.AugAssign) or name.id in free_names(each)
    }
    uses = [each for each in inside if isinstance(each, ast.Name)]
    uses.sort(key=lambda name: (name.lineno, name.col_offset), reverse=True)
    first_use = {name.id: name.ctx for name in uses}
    updated |= {
        name for name in stored & free_names(loop.node) if isinstance(first_use[name], ast.Load)
    }
    # The caller of train() provides the model, its device and the loader.
    given = {"model", "train_loader", *DEVICES}
    names = free_names(loop.node) - (stored - updated) | updated
    while True:
        before = [
            each
            for each in earlier
            if (
                isinstance(each.node, ast.Assign | ast.AnnAssign | ast.AugAssign)
                and bound_names(each.node) & (names - given)
            )
            or program.changes(each.node, names - given)
        ]
        read = {name for each in before for name in free_names(each.node)}
        if read <= names:
            break
        names |= read
    if any("model" in bound_names(each.node) for each in before):
        return None  # because one statement defines the model and, for example, the optimizer
    # Calls of model.train() before the loop, and of model.eval() after it, belong to the training.
    for statement in reversed(earlier):
        if "model" in bound_names(statement.node):
            break
        if ast.unparse(statement.node) == "model.train()":
            before.append(statement)
    after: list[Statement] = []
    for statement in program.statements[index + 1 :]:
        if "model" in bound_names(statement.node) or after:
            break
        if ast.unparse(statement.node) == "model.eval()":
            after.append(statement)
    bound = {name for each in before for name in bound_names(each.node)}
    return Loop(program, before, loop, after, ranges[0], names - bound - {"model", "train_loader"})
