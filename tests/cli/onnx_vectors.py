# ONNX's operator vectors as python3-onnx makes them (Debian's package has the program, not the
# files): each case a folder with model.onnx and test_data_set_0, run through "model verify".
# By hand: onnx_vectors.py TESSERA-CLI [FOLDER]; FOLDER: onnx/backend/test/data of ONNX's
# sources, with node, simple, pytorch-converted, pytorch-operator, light.
# SPDX-License-Identifier: GPL-3.0-or-later

import collections
import importlib
import pathlib
import pkgutil
import re
import subprocess
import sys
import tempfile
import warnings

import numpy
import onnx
from onnx import numpy_helper

# Cases are made where their module is imported; some of ONNX 1.12 use names that numpy 1.24
# no longer has.
for name in ("bool", "float", "int", "object"):
    if name not in vars(numpy):
        setattr(numpy, name, {"bool": bool, "float": float, "int": int, "object": object}[name])

OPERATORS = set("""
Conv MaxPool AveragePool GlobalAveragePool GlobalMaxPool BatchNormalization LRN Gemm MatMul
Concat Pad Softmax LogSoftmax Relu LeakyRelu PRelu Elu Selu Clip Sigmoid HardSigmoid HardSwish
Tanh Softplus Softsign Erf Abs Neg Exp Log Sqrt Reciprocal Floor Ceil Add Sub Mul Div Pow Min
Max Sum ReduceMean ReduceSum ReduceMax ReduceMin ReduceProd ReduceL2 Flatten Reshape Transpose
Squeeze Unsqueeze Slice Split Gather Tile Expand Dropout Identity Constant ConstantOfShape Shape
Size Cast Range Where Equal Greater Less GreaterOrEqual LessOrEqual
""".split())
LIMITS = ("--rtol", "1e-3", "--atol", "1e-7")  # ONNX's own
# How the program says no: what, and why.
REFUSAL = re.compile(r"tessera-cli: '[^']*': (?:"
                     r"node [^(]*\(\w+\): .+|(?:input|output) '[^']*'.+|"
                     r"(?:input|output)_\d+\.pb .+|values of \w+ are not supported|"
                     r"operator set \d+ is not supported .+|it names no version .+)\n")

Case = collections.namedtuple("Case", "name operators types folder model sets")
Result = collections.namedtuple("Result", "case verdict text")  # passed, refused or wrong


def raise_version(model):
    """To opset 13 where the operator is the same there: the vectors of an operator that never
    changed name a version that no exporter has written since 2017."""
    opset = model.opset_import[0]
    if opset.domain or opset.version >= 6:
        return
    for node in model.graph.node:
        schema = onnx.defs.get_schema(node.op_type, max_inclusive_version=13)
        if schema.since_version > opset.version:
            return
    opset.version = 13


def tensor_types(model):
    return {value.type.tensor_type.elem_type if value.type.HasField("tensor_type") else 0
            for value in (*model.graph.input, *model.graph.output)}


def made_cases():
    """The cases of python3-onnx; those with sequences and maps have no tensors to write."""
    from onnx.backend.test.case import model as models
    from onnx.backend.test.case import node as nodes
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for package in (nodes, models):
            for module in pkgutil.iter_modules(package.__path__):
                importlib.import_module(f"{package.__name__}.{module.name}")
        simple = models._SimpleModelTestCases
    for case in [*nodes._NodeTestCases, *simple]:
        if case.model is not None and 0 not in tensor_types(case.model):
            raise_version(case.model)
            yield case


def write_case(case, folder):
    home = folder / case.name
    while home.exists():  # ONNX has one name twice
        home = home.with_name(home.name + "_again")
    values = home / "test_data_set_0"
    values.mkdir(parents=True)
    (values.parent / "model.onnx").write_bytes(case.model.SerializeToString())
    for kind, arrays, infos in (("input", case.data_sets[0][0], case.model.graph.input),
                                ("output", case.data_sets[0][1], case.model.graph.output)):
        for i, array in enumerate(arrays):
            tensor = numpy_helper.from_array(numpy.asarray(array), infos[i].name)
            (values / f"{kind}_{i}.pb").write_bytes(tensor.SerializeToString())
    return values.parent


def describe(name, model, folder, model_path, sets):
    return Case(name, {node.op_type for node in model.graph.node}, tensor_types(model), folder,
                model_path, sets)


def generated(folder):
    for case in made_cases():
        home = write_case(case, folder)
        yield describe(home.name, case.model, home, home / "model.onnx", home)


def light_input(value):
    """What ONNX's runner feeds its light models: 0, 1/n, 2/n, ..."""
    shape = [dim.dim_value for dim in value.type.tensor_type.shape.dim]
    n = int(numpy.prod(shape))
    return (numpy.arange(n).reshape(shape) / n).astype(numpy.float32)


def light_cases(root, folder):
    """light_NAME.onnx beside light_NAME_output_0.pb; the input is made."""
    for path in sorted(root.glob("light/light_*.onnx")):
        model = onnx.load(str(path))
        values = folder / path.stem / "test_data_set_0"
        values.mkdir(parents=True)
        weights = {tensor.name for tensor in model.graph.initializer}
        inputs = [value for value in model.graph.input if value.name not in weights]
        for i, value in enumerate(inputs):
            tensor = numpy_helper.from_array(light_input(value), value.name)
            (values / f"input_{i}.pb").write_bytes(tensor.SerializeToString())
        for expected in root.glob(f"light/{path.stem}_output_*.pb"):
            index = expected.stem.rsplit("_", 1)[1]
            (values / f"output_{index}.pb").write_bytes(expected.read_bytes())
        yield describe(path.stem, model, values.parent, path, values.parent)


def on_file(root, folder):
    for kind in ("node", "simple", "pytorch-converted", "pytorch-operator"):
        for path in sorted(root.glob(f"{kind}/*/model.onnx")):
            yield describe(f"{kind}/{path.parent.name}", onnx.load(str(path)), path.parent, path,
                           path.parent)
    yield from light_cases(root, folder)


def run(program, case):
    done = subprocess.run([program, "model", "verify", str(case.model), str(case.sets), *LIMITS],
                          capture_output=True, text=True)
    if done.returncode == 0:
        return Result(case, "passed", done.stdout)
    if done.returncode == 1 and not done.stdout and REFUSAL.fullmatch(done.stderr):
        return Result(case, "refused", done.stderr.strip().split("': ", 1)[1])
    return Result(case, "wrong", f"exit code {done.returncode}: {done.stdout}{done.stderr}")


def is_in_scope(case):
    """Operators of the README on floats, integers only as shapes and indices."""
    known = {onnx.TensorProto.FLOAT, onnx.TensorProto.INT64}
    return case.operators <= OPERATORS and case.types <= known


def shorten(reason):
    return re.sub(r"(node|input|output) '[^']*'", r"\1", reason)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: onnx_vectors.py TESSERA-CLI [FOLDER]")
    counts, reasons = collections.Counter(), collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder)
        cases = on_file(pathlib.Path(sys.argv[2]), made) if sys.argv[2:] else generated(made)
        for result in (run(sys.argv[1], case) for case in cases):
            scope = "in scope" if is_in_scope(result.case) else "beyond it"
            counts[result.verdict, scope] += 1
            if result.verdict != "passed":
                key = (scope, result.verdict, shorten(result.text))
                reasons[key].append(result.case.name)
    for (scope, verdict, reason), names in sorted(reasons.items()):
        print(f"{scope}, {verdict}, {len(names)}: {reason.strip()}\n    {' '.join(names)}")
    for (verdict, scope), n in sorted(counts.items()):
        print(f"{n} {verdict} {scope}")
    sys.exit(any(verdict == "wrong" for verdict, _ in counts))


if __name__ == "__main__":
    main()
