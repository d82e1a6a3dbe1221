#pragma once

namespace mtcnn {

/// The probability of a face, 1 / (1 + exp(logits[0] - logits[1])), of a network's two logits (no face, face). Made of
/// additions, multiplications and divisions alone, so that it is the same number on every machine.
float face_probability(float no_face_logit, float face_logit);

}  // namespace mtcnn
