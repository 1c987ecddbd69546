# tessera-cli model: info, new and verify, on real models and on operator vectors.
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import pathlib
import shutil
import struct
import subprocess

import program

KEYS = ["identity", "opset", "inputs", "outputs", "parameters", "multiply_adds",
        "convolutions", "side_file", "card_from", "card", "can_classify", "missing", "reason"]


class Info(program.CliCase):
    def test_lung_network(self):
        facts = self.expect_json("model", "info", self.data("models/lung_shufflenet.onnx"))
        self.assertEqual(list(facts), KEYS)
        self.assertEqual(facts["inputs"], [
            {"name": "input.1", "type": "float32", "shape": [1, 3, 32, 32]}])
        self.assertEqual(facts["outputs"], [{"name": "918", "type": "float32", "shape": [1, 5]}])
        self.assertEqual((facts["opset"], facts["can_classify"], facts["missing"]),
                         (14, True, []))
        self.assertGreater(facts["multiply_adds"], 30e6)
        self.assertIn("depthwise", facts["convolutions"])
        card = facts["card"]
        self.assertEqual(card["class_names"],
                         ["colon_aca", "colon_n", "lung_aca", "lung_n", "lung_scc"])
        self.assertEqual((card["resize_filter"], card["head"], card["spacing_um_px"]),
                         ("pil-bicubic", "softmax", None))
        self.assertEqual(card["transform"]["input_width"], 32)
        self.assertEqual(card["patch_size_pixels"], 768)

    def test_features_do_not_classify(self):
        path = self.data("models/inception_v3_imagenet_trunk.onnx")
        facts = self.expect_json("model", "info", path)
        self.assertEqual(facts["inputs"][0]["shape"], [None, 3, 299, 299])
        self.assertEqual((facts["can_classify"], facts["reason"]),
                         (False, "it gives features, not classes"))

    def test_graph_without_card_says_what_is_missing(self):
        path = self.data("onnx-op-tests/node/test_averagepool_2d_default/model.onnx")
        facts = self.expect_json("model", "info", path)
        self.assertEqual(facts["missing"],
                         ["class_names", "head", "patch_size_pixels", "transform"])
        self.assertFalse(facts["can_classify"])
        self.assertIn("its model card lacks class_names, head", facts["reason"])
        self.assertEqual(facts["parameters"], 0)

    def test_card_from_config_json(self):
        path = self.data("onnx-op-tests/node/test_averagepool_2d_default/model.onnx")
        shutil.copy(path, self.folder / "m.onnx")
        self.assertIn("card from       nowhere\n",
                      self.expect_success("model", "info", "m.onnx"))
        (self.folder / "config.json").write_text(json.dumps({
            "spec_version": "1.0", "architecture": "resnet34", "num_classes": 2,
            "class_names": ["Other", "Tumor"], "patch_size_pixels": 350, "spacing_um_px": 0.25,
            "transform": [{"name": "Resize", "arguments": {"size": 32}}, {"name": "ToTensor"}]}))
        facts = self.expect_json("model", "info", "m.onnx")
        self.assertEqual((facts["side_file"], facts["card_from"], facts["missing"]),
                         (None, ["config.json"], ["head"]))
        self.assertEqual(facts["card"]["class_names"], ["Other", "Tumor"])
        self.assertEqual(facts["reason"], "'m.onnx': its model card lacks head; 'm.json' or "
                                          "'config.json' may supply what is missing")
        (self.folder / "m.json").write_text('{"head": "softmax"}')
        self.assertIn("card from       m.json, config.json\n",
                      self.expect_success("model", "info", "m.onnx"))

    def test_graph_that_is_no_model_for_tiles(self):
        path = self.data("onnx-op-tests/node/test_matmul_2d/model.onnx")
        facts = self.expect_json("model", "info", path)
        self.assertEqual([each["shape"] for each in facts["inputs"]], [[3, 4], [4, 3]])
        self.assertEqual((facts["multiply_adds"], facts["can_classify"]), (36, False))
        self.assertEqual(facts["convolutions"], {})
        self.assertNotIn("convolutions", self.expect_success("model", "info", path))

    def test_spacing_may_be_given(self):
        path = self.data("models/lung_shufflenet.onnx")
        facts = self.expect_json("model", "info", path, "--spacing", "0.5")
        self.assertEqual(facts["card"]["spacing_um_px"], 0.5)
        self.expect_usage_error("model info: --spacing '0,5' is not a number from 0.01 to 100",
                                "model", "info", path, "--spacing", "0,5")

    def test_text_for_people(self):
        text = self.expect_success("model", "info", self.data("models/lung_shufflenet.onnx"))
        self.assertIn("classes         colon_aca, colon_n, lung_aca, lung_n, lung_scc\n", text)
        self.assertIn("spacing         unknown; for a slide it must be given with --spacing\n",
                      text)
        self.assertIn("classifies      yes\n", text)

    def test_refused_files(self):
        (self.folder / "a.onnx").write_text("no model")
        (self.folder / "b.onnx").write_bytes(b"")
        self.expect_failure("'a.onnx' is not an ONNX model: it is text: 'no model'",
                            "model", "info", "a.onnx")
        (self.folder / "a.onnx").write_text(f"# T\u00e9ss {'e' * 50}\r\nmore\n", encoding="utf-8")
        self.expect_failure("'a.onnx' is not an ONNX model: it is text: "
                            f"'# T\u00e9ss {'e' * 33}'", "model", "info", "a.onnx")
        (self.folder / "a.onnx").write_bytes(b"\x23text\0")
        self.expect_failure("'a.onnx' is not an ONNX model: no protobuf field begins at byte 0",
                            "model", "info", "a.onnx")
        self.expect_failure("'b.onnx' is not an ONNX model: it has no graph",
                            "model", "info", "b.onnx")
        self.expect_failure("cannot open 'c.onnx': No such file or directory",
                            "model", "info", "c.onnx")
        path = self.data("onnx-op-tests/node/test_maxpool_2d_uint8/model.onnx")
        self.expect_failure(f"'{path}': input 'x' is of uint8; only float32 is supported",
                            "model", "info", path)


class New(program.CliCase):
    def new(self, *arguments):
        self.expect_success("model", "new", "inception-v3", "--classes", "Normal,LUAD,LUSC",
                            "--output", "m.onnx", *arguments)

    def test_full_size(self):
        self.new()
        facts = self.expect_json("model", "info", "m.onnx")
        # 94 convolutions, beta, mean and variance of each, the last layer, and the ones that
        # stand for gamma, shared by all layers of a width.
        ones = 32 + 48 + 64 + 80 + 96 + 128 + 160 + 192 + 320 + 384 + 448
        self.assertEqual(facts["parameters"], 21751136 + 3 * 17216 + 2048 * 4 + 4 + ones)
        self.assertEqual((facts["can_classify"], facts["card"]["class_names"]),
                         (True, ["Normal", "LUAD", "LUSC"]))
        self.assertEqual(facts["card"]["spacing_um_px"], 0.5)
        self.assertEqual(facts["outputs"][0]["shape"], [None, 4])

    def test_ways_of_its_convolutions(self):
        self.new()
        ways = self.expect_json("model", "info", "m.onnx")["convolutions"]
        self.assertEqual(sum(ways.values()), 94)
        self.assertEqual(set(ways), {"gather", "pointwise", "toom-cook"})
        # 26 along 7, 8 along 3, 3 of 5x5, and most of 3x3.
        self.assertGreater(ways["toom-cook"], 40)
        self.assertEqual(list(ways.values()), sorted(ways.values(), reverse=True))
        line = ", ".join(f"{n} {way}" for way, n in ways.items())
        self.assertIn(f"convolutions    {line}\n", self.expect_success("model", "info", "m.onnx"))

    def test_seed_and_width(self):
        self.new("--width", "0.0625", "--seed", "7")
        first = (self.folder / "m.onnx").read_bytes()
        self.new("--width", "0.0625", "--seed", "7")
        self.assertEqual((self.folder / "m.onnx").read_bytes(), first)
        self.new("--width", "0.0625", "--seed", "8", "--head", "sigmoid")
        self.assertNotEqual((self.folder / "m.onnx").read_bytes(), first)
        card = self.expect_json("model", "info", "m.onnx")["card"]
        self.assertEqual((card["head"], card["role"]), ("sigmoid", "mutations"))

    def test_side_file_goes_before_the_card(self):
        self.new("--width", "0.0625")
        (self.folder / "m.json").write_text(json.dumps({"spacing_um_px": 0.25, "name": "Mine"}))
        facts = self.expect_json("model", "info", "m.onnx")
        self.assertEqual((facts["card"]["spacing_um_px"], facts["card"]["name"]), (0.25, "Mine"))
        self.assertEqual((facts["side_file"], facts["card_from"]), ("m.json", ["m.json", "m.onnx"]))
        (self.folder / "m.json").write_text(json.dumps({"spacing_um_px": "much"}))
        self.expect_failure("'m.onnx': 'm.json', key 'spacing_um_px': it must be a number",
                            "model", "info", "m.onnx")
        (self.folder / "m.json").write_text(json.dumps({"resize_fliter": "pil-bicubic"}))
        self.expect_failure("'m.onnx': 'm.json', key 'resize_fliter': it is not known; "
                            "'resize_filter' is", "model", "info", "m.onnx")
        (self.folder / "m.json").write_text('{\n  "name": "Mine",\n  "head": softmax\n}\n')
        self.expect_failure("'m.onnx': 'm.json' is not JSON: line 3, near character 11",
                            "model", "info", "m.onnx")

    def test_role_has_the_rules_of_an_import(self):
        self.new("--width", "0.0625")
        for key, value, message in (
                ("runs_on_class", "LUAD",
                 "'m.json', key 'runs_on_class': it goes with role 'mutations', not 'classes' "
                 "(role is in the model file)"),
                ("role", "mutations",
                 "'m.json', key 'role': 'mutations' does not go with head 'softmax': genes do "
                 "not exclude each other, sigmoid is needed (head is in the model file)")):
            with self.subTest(key):
                (self.folder / "m.json").write_text(json.dumps({key: value}))
                self.expect_failure(f"'m.onnx': {message}", "model", "info", "m.onnx")

    def test_config_is_left_alone_where_there_is_a_card(self):
        self.new("--width", "0.0625")
        (self.folder / "config.json").write_text("no JSON")
        text = self.expect_success("model", "info", "m.onnx")
        self.assertIn("card from       m.onnx\n", text)
        self.assertIn("not used        config.json: there is a card already\n", text)

    def test_wrong_arguments(self):
        new = ("model", "new", "inception-v3")
        self.expect_usage_error("model new: inception-v3 is missing", "model", "new")
        self.expect_usage_error("model new: 'vgg' is not known; inception-v3 is",
                                "model", "new", "vgg")
        self.expect_usage_error("model new: --head is softmax or sigmoid, not 'features'",
                                *new, "--classes", "a", "--output", "m", "--head", "features")
        for missing in (("--output", "m"), ("--classes", "a")):
            self.assertEqual(self.run_cli(*new, *missing).returncode, 2)
        for classes, message in (("a,b,a", "'a,b,a': 'a' is there twice"),
                                 ("a,,b", "'a,,b': a name is empty"),
                                 ("a,", "'a,': a name is empty"),
                                 ("", "'': a name is empty"),
                                 (" ", "' ': a name is empty"),
                                 ("a, ,b", "'a, ,b': a name is empty"),
                                 ("a, a", "'a, a': 'a' is there twice"),
                                 (",".join(map(str, range(1025))),
                                  ": 1025 names are more than 1024"),
                                 ("a,\n", ": a name has a control character")):
            with self.subTest(message):
                self.expect_usage_error(
                    f"model new: --classes {message}".replace(" :", ":"),
                    *new, "--classes", classes, "--output", "m")
        for given in (("--classes", b"a,\xff"), (b"--classes=a,\xff",)):
            done = subprocess.run([program.PROGRAM, *new, *given, "--output", "m"],
                                  cwd=self.folder, env={"LC_ALL": "C.UTF-8"}, check=False,
                                  capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout,
                              done.stderr.splitlines()[0]),
                             (2, "", "tessera-cli: model new: --classes is not UTF-8 text"))
        self.assertFalse((self.folder / "m").exists())
        self.expect_usage_error("model new: inception-v3 is empty", "model", "new", "")


    def test_blanks_around_names_are_no_part_of_them(self):
        self.expect_success("model", "new", "inception-v3", "--width", "0.0625", "--classes",
                            " normal tissue, LUAD ,LUSC", "--output", "m.onnx")
        self.assertEqual(self.expect_json("model", "info", "m.onnx")["card"]["class_names"],
                         ["normal tissue", "LUAD", "LUSC"])

    def test_card_that_is_a_link_to_nowhere(self):
        self.expect_success("model", "new", "inception-v3", "--width", "0.0625", "--classes", "a",
                            "--output", "m.onnx")
        (self.folder / "m.json").symlink_to("nowhere.json")
        self.expect_failure("cannot open 'm.json': No such file or directory", "model", "info",
                            "m.onnx")


class Verify(program.CliCase):
    def cases(self):
        root = pathlib.Path(self.data("onnx-op-tests"))
        return sorted(path.parent for path in root.glob("*/*/model.onnx"))

    def test_operator_vectors(self):
        cases = self.cases()
        self.assertGreater(len(cases), 30)
        for case in cases:
            with self.subTest(case.name):
                if case.name == "test_maxpool_2d_uint8":
                    self.expect_failure(f"'{case}/model.onnx': input 'x' is of uint8; only "
                                        "float32 is supported",
                                        "model", "verify", case / "model.onnx", case)
                    continue
                facts = self.expect_json("model", "verify", case / "model.onnx", case)
                self.assertTrue(facts["ok"])
                self.assertEqual(facts["outputs"][0]["set"], "test_data_set_0")

    def test_disagreement_is_a_failure(self):
        case = next(case for case in self.cases() if case.name == "test_averagepool_2d_default")
        shutil.copytree(case / "test_data_set_0", self.folder / "values")
        expected = self.folder / "values" / "output_0.pb"
        # The file ends with the values: the last one becomes another.
        expected.write_bytes(expected.read_bytes()[:-4] + struct.pack("<f", 7.5))
        arguments = ("model", "verify", case / "model.onnx", "values")
        done = self.run_cli(*arguments)
        self.assertEqual(done.returncode, 1, done.err)
        self.assertIn(", 1 beyond the limits  FAILED\n", done.out)
        done = self.run_cli(*arguments, "--json")
        self.assertEqual(done.returncode, 1)
        facts = json.loads(done.out)
        self.assertFalse(facts["ok"])
        self.assertEqual(facts["outputs"][0]["outside"], 1)
        self.assertEqual(self.run_cli(*arguments, "--atol", "100").returncode, 0)

    def test_folder_that_is_not_there(self):
        self.expect_success("model", "new", "inception-v3", "--width", "0.0625", "--classes", "a",
                            "--output", "m.onnx")
        for name, reason in (("nope", "No such file or directory"), ("m.onnx", "Not a directory")):
            self.expect_failure(f"cannot open '{name}': {reason}", "model", "verify", "m.onnx",
                                name)

    def test_limits_are_printed_as_they_were_given(self):
        case = next(case for case in self.cases() if case.name == "test_averagepool_2d_default")
        arguments = ("model", "verify", case / "model.onnx", case, "--json")
        text = self.expect_success(*arguments)
        self.assertIn('"rtol" : 0.001,\n', text)
        self.assertIn('"atol" : 1e-05,\n', text)
        for given, shown in (("0.1", "0.1"), ("3", "3.0"), ("0.30000000000000004",) * 2,
                             ("123456.7890625",) * 2, ("1e9", "1000000000.0")):
            with self.subTest(given):
                text = self.expect_success(*arguments, "--atol", given)
                self.assertIn(f'"atol" : {shown},\n', text)
                self.assertEqual(json.loads(text)["atol"], float(given))

    def test_input_of_another_shape(self):
        cases = {case.name: case for case in self.cases()}
        model = cases["test_averagepool_2d_default"] / "model.onnx"
        values = cases["test_matmul_2d"] / "test_data_set_0"
        shutil.copytree(values, self.folder / "values")
        (self.folder / "values/input_1.pb").unlink()
        self.expect_failure(f"'{model}': its input 'x' is 1x3x32x32, but 'values/input_0.pb' is "
                            "3x4", "model", "verify", model, "values")

    def test_values_of_another_case(self):
        cases = {case.name: case for case in self.cases()}
        model = cases["test_averagepool_2d_default"] / "model.onnx"
        other = cases["test_averagepool_2d_strides"]
        done = self.run_cli("model", "verify", model, other / "test_data_set_0")
        self.assertEqual(done.returncode, 1)

    def test_wrong_arguments(self):
        self.expect_usage_error("model verify: MODEL DIR is missing", "model", "verify", "a")
        self.expect_usage_error("model verify: argument 2 of MODEL DIR is empty", "model",
                                "verify", "a", "")
        self.expect_failure(f"'{self.folder}' has no test_data_set_* folder and no output_0.pb",
                            "model", "verify", "a", self.folder)


if __name__ == "__main__":
    program.main()
