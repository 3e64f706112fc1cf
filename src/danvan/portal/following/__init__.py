"""After the receipt: who sent a tố cáo over the network reads how it stands, writes, is answered, sees each opening."""
