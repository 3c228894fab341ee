#include "base/error.h"

G_DEFINE_QUARK(crickets - error - quark, cr_error)
