"""Decodes files of strangers in a process that has nothing to steal, and encodes the pixels it returns.

Two processes. `inside` decodes: before it opens the file it gives up files, network, other processes and privileges (`seals`).
It only writes raw pixels to a pipe (`wire`). `outside` starts it, limits its time, checks every size and encodes the pixels, so
whatever a file does to a decoder, later steps read a JPEG or an H.264 film that our own encoder wrote.
`errand` adds the download and the upload by two signed URLs, which the decoding process never sees.
"""
