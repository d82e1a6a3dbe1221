"""mtcnn-turbo finds faces and five landmarks with MTCNN, with the answers of the MTCNN you use today.

>>> from mtcnn_turbo import MTCNN
>>> bboxes, landmarks = MTCNN().detect(frame)

The modules of :mod:`mtcnn_turbo.compat` take the place of pymtcnn, facenet-pytorch's MTCNN and mtcnn.
"""

from ._core import backends, recipes, version
from ._errors import Error
from ._images import Image
from .alignment import align
from .detector import MTCNN, Detection, onnxruntime_info
from .drawing import annotate
from .records import Record
from .tables import to_arrow, to_coco, to_dataframe, to_supervision

__version__ = version()

__all__ = [
    "MTCNN",
    "Detection",
    "Error",
    "Image",
    "Record",
    "__version__",
    "align",
    "annotate",
    "backends",
    "onnxruntime_info",
    "recipes",
    "to_arrow",
    "to_coco",
    "to_dataframe",
    "to_supervision",
]
