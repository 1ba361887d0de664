/** Domains under which anybody gets an address: whoever has one says nothing about whom they work for. */
export const publicMailProviders: ReadonlySet<string> = new Set(
  `
  126.com 163.com aim.com aol.com att.net bellsouth.net bigpond.com bk.ru bluewin.ch bol.com.br btinternet.com charter.net
  comcast.net cox.net daum.net duck.com earthlink.net email.com fastmail.com fastmail.fm
  free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hanmail.net hey.com hotmail.co.uk
  hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hushmail.com icloud.com inbox.com inbox.ru interia.pl laposte.net
  libero.it list.ru live.co.uk live.com live.de live.fr live.nl mac.com mail.com mail.ru mailinator.com me.com msn.com
  naver.com o2.pl onet.pl optonline.net orange.fr outlook.com outlook.de outlook.es outlook.fr pm.me posteo.de proton.me
  protonmail.com qq.com rambler.ru rediffmail.com rocketmail.com sbcglobal.net seznam.cz sfr.fr sina.com sky.com
  t-online.de tiscali.it tutanota.com tuta.com tuta.io uol.com.br verizon.net virgilio.it virgin.net virginmedia.com
  wanadoo.fr web.de wp.pl xs4all.nl yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr
  yahoo.it yandex.com yandex.ru yeah.net ymail.com zoho.com
  `
    .trim()
    .split(/\s+/),
)
