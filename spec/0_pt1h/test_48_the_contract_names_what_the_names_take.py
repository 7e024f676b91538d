"""pt1h: the package's docstring states the parameters of each name that you can replace."""

import ast
import inspect
import re

import pt1h


def test_the_contract_names_what_the_names_take():
    described = re.findall(r"^(?:class|def) (\w+)(\(.+\))", pt1h.__doc__, re.MULTILINE)

    assert sorted(name for name, _ in described) == pt1h.__all__
    for name, parameters in described:
        arguments = ast.parse(f"def f{parameters}: ...").body[0].args
        own = inspect.signature(vars(pt1h)[name]).parameters
        assert [a.arg for a in arguments.args] == list(own)[: len(arguments.args)]
        defaults = [own[a.arg].default for a in arguments.args[2:]]
        assert [d.value for d in arguments.defaults] == defaults
