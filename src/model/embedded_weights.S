// The weights file as bytes of the library: mtcnn_embedded_weights up to mtcnn_embedded_weights_end.

#if defined(__APPLE__)
#define SYMBOL(name) _##name
#define HIDDEN(name) .private_extern SYMBOL(name)
        .const_data
#else
#define SYMBOL(name) name
#define HIDDEN(name) .hidden SYMBOL(name)
        .section .rodata
#endif

        .globl SYMBOL(mtcnn_embedded_weights)
        .globl SYMBOL(mtcnn_embedded_weights_end)
        HIDDEN(mtcnn_embedded_weights)
        HIDDEN(mtcnn_embedded_weights_end)
        .balign 64
SYMBOL(mtcnn_embedded_weights):
        .incbin MTCNN_WEIGHTS_FILE
SYMBOL(mtcnn_embedded_weights_end):
        .byte 0

#if defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
#endif
