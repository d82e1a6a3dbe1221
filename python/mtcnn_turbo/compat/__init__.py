"""Modules that take the place of other packages with one changed import.

=====================================================  ==========================================
instead of                                             write
=====================================================  ==========================================
``from pymtcnn import MTCNN``                          ``from mtcnn_turbo.compat.pymtcnn import MTCNN``
``from facenet_pytorch import MTCNN``                  ``from mtcnn_turbo.compat.facenet_pytorch import MTCNN``
``from mtcnn import MTCNN``                            ``from mtcnn_turbo.compat.mtcnn import MTCNN``
=====================================================  ==========================================

Each has its package's class and argument names, defaults, order of colours, types of results, empty results, and
recipe. Where an argument asks for something that cannot be had here, the error says so.
"""
