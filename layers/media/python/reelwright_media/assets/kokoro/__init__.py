"""Prepares Kokoro's model file for production when assets are fetched. Needs `onnx` (extra `assets`) and `onnxruntime`."""
