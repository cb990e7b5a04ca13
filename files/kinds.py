"""What a file is, found from its first bytes. The name and what the client says about it are never asked."""

from dataclasses import dataclass

HEAD = 4096
UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
_BRANDS = {b"qt  ": "video/quicktime", b"avif": "image/avif", b"avis": "image/avif", b"heic": "image/heic"}
_BRANDS |= {b"M4A ": "audio/mp4"}
_RIFF = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp"}
# A sign at the beginning, the type it stands for.
_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\x76\x2f\x31\x01", "image/x-exr"),
    (b"SDPX", "image/x-dpx"),
    (b"XPDS", "image/x-dpx"),
    (b"\x80\x2a\x5f\xd7", "image/x-cineon"),
    (b"#?RADIANCE", "image/vnd.radiance"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"OggS", "audio/ogg"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"BLENDER", "application/x-blender"),
    (b"Kaydara FBX Binary", "application/x-fbx"),
    (b"Ogawa", "application/x-alembic"),
    (b"PXR-USDC", "model/vnd.usdc"),
    (b"glTF", "model/gltf-binary"),
)
# What browsers show without running anything of it. No SVG, HTML, XML or PDF: these may hold scripts.
INLINE_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"})
INLINE_MOVIES = frozenset({"video/mp4", "video/webm", "video/quicktime"})
INLINE_SOUNDS = frozenset({"audio/mpeg", "audio/wav", "audio/ogg", "audio/flac", "audio/mp4"})
INLINE = INLINE_PICTURES | INLINE_MOVIES | INLINE_SOUNDS
# What Pillow reads safely.
READABLE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/tiff", "image/bmp"})
_ENDINGS = {
    "application/gzip": "gz",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "image/jpeg": "jpg",
    "image/tiff": "tif",
    "image/x-exr": "exr",
    "image/x-dpx": "dpx",
    "text/plain": "txt",
    "video/quicktime": "mov",
    "video/x-matroska": "mkv",
}


@dataclass(frozen=True)
class Kind:
    content_type: str

    @property
    def ending(self) -> str:
        """The ending under which it lies on the disk: ours, so that no name of a stranger's reaches the disk."""
        if self.content_type in _ENDINGS:
            return _ENDINGS[self.content_type]
        group, _, name = self.content_type.partition("/")
        return name if group in {"image", "video", "audio"} and name.isalnum() else "bin"

    @property
    def is_readable(self) -> bool:
        return self.content_type in READABLE


def kind_of(head: bytes) -> Kind:
    """The kind of a file that begins with `head` (up to HEAD bytes of it)."""
    return Kind(_by_sign(head) or _by_container(head) or _by_text(head))


def _by_sign(head: bytes) -> str:
    return next((content_type for sign, content_type in _SIGNS if head.startswith(sign)), "")


def _by_container(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head[4:8] in {b"moov", b"mdat", b"wide", b"free"}:
        return "video/quicktime"
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "")
    if head[:4] == b"\x1aE\xdf\xa3":
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    # Two letters are few for a sign: the length that follows must be followed by two empty words.
    return "image/bmp" if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" else ""


def _by_text(head: bytes) -> str:
    if not head or b"\0" in head:
        return UNKNOWN
    try:
        # The end may cut a letter in two.
        head[:-4].decode() if len(head) >= HEAD else head.decode()
    except UnicodeDecodeError:
        return UNKNOWN
    return TEXT
